"""Scheduled visits by what became of them."""

from dataclasses import dataclass

import pandas as pd

# In window, outside it, missed; then those that are not due and leave the denominator.
STATUSES = ("DONE", "DONE_OUT", "MISSED", "NOT_DUE", "NA_DEATH", "NA_EXIT", "NA_PRE")


@dataclass(frozen=True, eq=False)
class Visits:
    """Counts of scheduled visits; both frames have one column per status."""

    visits: tuple[str, ...]  # codes, in the order of the schedule
    counts: pd.DataFrame  # one row per visit
    by_site: pd.DataFrame  # one row per site
