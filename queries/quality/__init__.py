"""Rules on curated rows that find what is possible and yet doubtful."""
