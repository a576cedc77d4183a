"""Refusals of the analyses: what is wrong with the number that shows it, and the way out."""


class AnalysisError(Exception):
    """An analysis that is refused rather than printed.

    Parameters
    ----------
    reason : str
        What is wrong and why, with the number that shows it; one or two sentences.
    remedy : str
        What the reader can do about it; one sentence.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason, self.remedy = reason, remedy

    def __reduce__(self) -> tuple[type["AnalysisError"], tuple[str, str]]:
        # A worker process sends its refusal back: both parts must survive the trip.
        return type(self), (self.reason, self.remedy)


class BadInput(AnalysisError):
    """The data or the options given cannot be analysed as they are."""


class TooFewEvents(AnalysisError):
    """There are too few people or events for the number that was asked."""


class NoOverlap(AnalysisError):
    """The groups to be compared are never under observation together."""


class DidNotConverge(AnalysisError):
    """A model found no stable answer."""
