"""Files of other forms than a table of text, as rows of text."""
