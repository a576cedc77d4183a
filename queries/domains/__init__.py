"""Disease domains as data: techniques, endpoints, fields and code lists."""
