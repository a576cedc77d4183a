"""Refusals of the registry: what happened and why, and what the reader can do."""


class QueryError(Exception):
    """A question, import or set-up step that the registry refuses.

    Parameters
    ----------
    reason : str
        What is wrong and why, with the number or name that shows it; one or two sentences.
    remedy : str
        What the reader can do about it; one sentence.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason, self.remedy = reason, remedy


class AccessDenied(QueryError):
    """The role or the scope does not reach what was asked."""


class EmptyCohort(QueryError):
    """The filters leave nobody to count."""


class ImportRefused(QueryError):
    """A file or a mapping that cannot become a snapshot; the registry is unchanged."""


class SnapshotPending(QueryError):
    """A snapshot that is stored and not served until the coordinating centre confirms it."""


class DatabaseUnavailable(QueryError):
    """The registry database is missing, locked, or of another schema version."""


class ReleaseRefused(QueryError):
    """A release that may not be stored, approved or withdrawn; what was public stays so."""


class ReleaseUnsafe(ReleaseRefused):
    """A release of which the attack can work out what nobody may know."""


class FolderRefused(QueryError):
    """A folder that may not be written: it holds something else, or the system forbids it."""
