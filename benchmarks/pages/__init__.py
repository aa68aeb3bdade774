"""What a reader's browser loads of a page, beside the same folder with plain Material."""
