"""Reports of a comparison: their parts, and how they are written out."""
