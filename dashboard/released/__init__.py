"""How public and advisory pages open and show: from the current release, without the registry."""
