"""Bundles: the rows of an analysis with the scripts that repeat it outside the program."""
