"""The store of releases: its own database, which holds nothing but protected results."""
