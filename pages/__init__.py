"""One script a view: open, ask, show."""
