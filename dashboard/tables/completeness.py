"""Completeness as tables: written out for readers, and as numbers for files."""

import pandas as pd

from analytics.completeness import Completeness, Judgement, judged
from dashboard.tables.cells import KeyFigure
from dashboard.wording import Words, percent, whole


def fields_table(result: Completeness, _words: Words) -> pd.DataFrame:
    """Write one row per core field, the least complete first."""
    return pd.DataFrame(
        [
            {
                "Field": field.label,
                "Form": field.table.replace("_", " "),
                "Applies to (n)": whole(field.n),
                "Entered, % (95 % CI)": (
                    f"{percent(field.share.estimate)} ({percent(field.share.lower)} to "
                    f"{percent(field.share.upper)})"
                ),
                "Of these unknown (n)": whole(field.n_unknown),
                "Not entered (n)": whole(field.n - field.share.successes),
                "Goal 90 %": field.judgement.value,
            }
            for field in result.fields
        ]
    )


def sites_table(result: Completeness, _words: Words) -> pd.DataFrame:
    """Write one row per site, the least complete first."""
    return pd.DataFrame(
        [
            {
                "Site": site,
                "Fields that apply (n)": whole(share.n),
                "Entered, % (95 % CI)": (
                    f"{percent(share.estimate)} ({percent(share.lower)} to {percent(share.upper)})"
                ),
                "Goal 90 %": judged(share.estimate).value,
            }
            for site, share in result.by_site
        ]
    )


def completeness_rows(result: Completeness, _words: Words) -> pd.DataFrame:
    """Return counts by field and site."""
    return pd.DataFrame(
        [
            {
                "form": field.table,
                "field": field.column,
                "label": field.label,
                "site": site,
                "applies_to": int(result.applicable[row, column]),
                "entered": int(result.entered[row, column]),
            }
            for row, field in enumerate(result.fields)
            for column, site in enumerate(result.sites)
        ]
    )


def completeness_key_figures(result: Completeness, _words: Words) -> tuple[KeyFigure, ...]:
    """Return the score against its goal, and how many fields and sites reach it."""
    good = sum(field.judgement is Judgement.GOOD for field in result.fields)
    sites = sum(judged(share.estimate) is Judgement.GOOD for _, share in result.by_site)
    score = result.score
    return (
        KeyFigure(
            "Core fields entered (%)",
            percent(score.estimate),
            f"95 % CI {percent(score.lower)} to {percent(score.upper)}",
        ),
        KeyFigure("Fields at 90 % (n)", whole(good), f"of {len(result.fields)}"),
        KeyFigure("Sites at 90 % (n)", whole(sites), f"of {len(result.by_site)}"),
        KeyFigure("Stated as unknown (n)", whole(result.n_unknown), f"of {whole(score.n)}"),
    )
