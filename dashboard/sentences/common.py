"""What figures and tables of every topic may say."""

from dashboard.wording import Words


def nothing_to_mind(_result: object, _words: Words) -> str:
    """Say nothing: the figure speaks for itself."""
    return ""
