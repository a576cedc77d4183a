"""What the columns of a bundle mean, in the words of its page."""

from collections.abc import Mapping

import pandas as pd

from dashboard.bundles.contents import Told
from dashboard.wording import Words

_ROW = Told("row", "", "number dealt for this file; leads back to nobody")
_ENTRY = Told("entry", "", "days from time zero until at risk; 0: from the start")
_TIME = Told("time", "", "days from time zero to the end of follow-up; halves: same-day events")
_STATUS = Told("status", "", "what ended follow-up")
_SITE = Told("site", "", "site, under a code that holds in this file only")


def followed_columns(rows: pd.DataFrame, words: Words) -> tuple[Told, ...]:
    """Return what the columns of followed diagnoses or lesions mean, but for the status."""
    codes = sorted(rows["group"].astype(str).unique())
    cluster = Told("cluster", "", "patient of the lesion, under a code of this file only")
    return (
        _ROW,
        Told("group", "", "technique at the index procedure"),
        *(Told("group", code, words.label(code)) for code in codes),
        Told("drawn", "", "1: the technique has a line and is in the test"),
        *((cluster,) if "cluster" in rows else ()),
        _ENTRY,
        _TIME,
        _STATUS,
    )


def causes(words: Words) -> tuple[Told, ...]:
    """Return what the codes of a status mean."""
    named = words.causes or (words.outcome,)
    return (
        Told("status", "0", "censored"),
        *(Told("status", str(code), name) for code, name in enumerate(named, start=1)),
    )


def model_columns(covariates: Mapping[str, str], *, first: tuple[Told, ...]) -> tuple[Told, ...]:
    """Return what the columns of a model mean.

    Parameters
    ----------
    covariates : mapping of column to words
        What else is said of a column, such as its step.
    first : tuple of Told
        Columns that stand before the site.
    """
    said = "as it enters the model; a level is 1 or 0"
    return (
        _ROW,
        *first,
        _SITE,
        _ENTRY,
        _TIME,
        _STATUS,
        *(Told(name, "", f"{said}; {more}" if more else said) for name, more in covariates.items()),
    )
