"""From a file to a snapshot: read, map, check, build."""
