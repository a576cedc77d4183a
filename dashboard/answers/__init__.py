"""Questions that pages may ask, one topic a file."""
