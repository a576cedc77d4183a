"""Signing in at an identity provider: its settings, its protocol, and whom it lets in."""
