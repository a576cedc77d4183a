"""The synthetic demo registry."""
