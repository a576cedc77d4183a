"""Saved cohorts as a table, and as a text to take away."""

from collections.abc import Sequence

import pandas as pd

from dashboard.answers.saved_cohorts import Kept
from dashboard.components import filters_in_words
from dashboard.wording import label_text, whole

_DATED_BY = "index procedure"


def saved_table(cohorts: Sequence[Kept]) -> pd.DataFrame:
    """Write one row per saved cohort: whose it is, how many it was and is, and what it says."""
    return pd.DataFrame(
        [
            {
                "Name": label_text(one.saved.content.name),
                "Version": str(one.saved.version),
                "Saved by": label_text(one.saved.content.owner),
                "On": f"{one.saved.saved_at:%-d %b %Y}",
                "Snapshot": str(one.saved.content.snapshot_id),
                "n then": whole(one.n_then),
                "n now": now_text(one),
                "Definition": label_text(filters_in_words(one.chosen, _DATED_BY)),
            }
            for one in cohorts
        ]
    )


def now_text(one: Kept) -> str:
    """Write how many a cohort is today, and by how many it moved."""
    if one.n_now is None:
        return f"not counted: {'; '.join(one.dropped)}"
    moved = one.n_now - one.n_then
    return f"{whole(one.n_now)} ({moved:+,})" if moved else whole(one.n_now)


def definition_text(one: Kept) -> str:
    """Write a saved cohort as lines for a protocol or a letter."""
    content = one.saved.content
    then = f"n {whole(one.n_then)}, snapshot {content.snapshot_id}, by {content.owner}"
    return "\n".join(
        [
            f"Cohort: {content.name} (version {one.saved.version})",
            f"Definition: {filters_in_words(one.chosen, _DATED_BY)}.",
            "Unit: diagnoses with an index procedure.",
            f"When saved: {then}.",
            f"Now: {now_text(one)}.",
            "",
        ]
    )
