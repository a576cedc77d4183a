"""Methods and page texts."""
