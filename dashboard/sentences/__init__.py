"""Results in sentences: what is counted and how, what is to be seen, what to mind."""
