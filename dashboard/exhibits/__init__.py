"""What can be shown of each result: as figure, as table, as file, in words."""
