"""Results of one protocol on several snapshots as tables: what was found, and whose rows moved."""

import math
from collections.abc import Sequence

import pandas as pd

from analytics.moved_rows import Moved
from dashboard.comparison_values import Saved
from dashboard.wording import NOT_ESTIMABLE, Words, whole
from queries.state.saved_numbers import Numbers

_KINDS = (
    ("Added since", "added"),
    ("No longer counted", "gone"),
    ("Technique corrected", "other_arm"),
    ("Baseline, site or date corrected", "other_baseline"),
    ("Followed longer, same state", "followed_longer"),
    ("Event since, or entered late", "new_event"),
    ("Outcome corrected", "other_outcome"),
    ("Unchanged", "unchanged"),
)


def saved_table(saved: Sequence[Saved], now: tuple[int, Numbers] | None) -> pd.DataFrame:
    """Write one row per snapshot on which the protocol was saved, and one for the present.

    Parameters
    ----------
    saved : sequence of Saved
        Oldest first.
    now : (int, Numbers) or None
        Present snapshot and what it gives; None where only saved results are read.
    """
    rows = [
        _row(
            f"{one.frozen.snapshot_id}, saved (code {one.frozen.code_version})",
            one.frozen.protocol.arms,
            one.numbers,
        )
        for one in saved
    ]
    if now is not None and saved:
        rows.append(_row(f"{now[0]}, now", saved[0].frozen.protocol.arms, now[1]))
    return pd.DataFrame(rows)


def moved_table(found: Moved, _words: Words) -> pd.DataFrame:
    """Write what became of the diagnoses; one may stand in several rows."""
    return pd.DataFrame(
        [{"Diagnoses": kind, "n": whole(getattr(found, name))} for kind, name in _KINDS]
    )


def ratio_text(numbers: Numbers) -> str:
    """Write an adjusted hazard ratio with its limits; words where there is none."""
    if math.isnan(numbers.ratio):
        return NOT_ESTIMABLE
    if math.isnan(numbers.lower):
        return f"{numbers.ratio:.2f} (limits {NOT_ESTIMABLE})"
    return f"{numbers.ratio:.2f} ({numbers.lower:.2f} to {numbers.upper:.2f})"


def _row(snapshot: str, arms: tuple[str, str], numbers: Numbers) -> dict[str, str]:
    crude = numbers.crude_ratio
    return {
        "Snapshot": snapshot,
        **{f"{arm}, n": whole(n) for arm, n in zip(arms, numbers.n, strict=True)},
        **{f"{arm}, events": whole(n) for arm, n in zip(arms, numbers.events, strict=True)},
        "Adjusted hazard ratio (95 % CI)": ratio_text(numbers),
        "Crude hazard ratio": NOT_ESTIMABLE if math.isnan(crude) else f"{crude:.2f}",
    }
