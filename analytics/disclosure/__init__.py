"""What may be published of a result, and what is withheld to protect people."""
