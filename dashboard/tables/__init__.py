"""Results as tables: for readers in words, for files in numbers."""
