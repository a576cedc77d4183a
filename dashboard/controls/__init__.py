"""What a reader chooses on one page, beside the shared filters."""
