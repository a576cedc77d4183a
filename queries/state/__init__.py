"""What people of the registry have decided and saved: a database of its own, beside the data."""
