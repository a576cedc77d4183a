"""What may be asked of the curated registry, and how data come into it."""
