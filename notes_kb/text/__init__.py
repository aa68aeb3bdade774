"""Pure functions on strings: folding, numbering, slugs, stems, index terms."""
