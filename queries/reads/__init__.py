"""Selects on the registry, one a function."""
