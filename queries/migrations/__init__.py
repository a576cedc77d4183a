"""Alembic migrations of the curated registry."""
