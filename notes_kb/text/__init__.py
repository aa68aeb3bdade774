"""Pure functions on ``str``: folding, scripts, slugs, segmentation."""
