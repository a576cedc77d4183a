"""The site letter: its words, as Markdown, as a printed sheet, and on the page."""
