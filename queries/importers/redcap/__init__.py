"""A REDCap export and its dictionary, turned into the plain table that a mapping reads."""
