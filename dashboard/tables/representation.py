"""Representation as tables: written out for readers, and as numbers for files."""

import math

import numpy as np
import pandas as pd

from analytics.representation import Representation
from dashboard.tables.cells import KeyFigure
from dashboard.wording import NOT_SUPPLIED, Words, percent, whole
from queries.domains.places import REGIONS


def representation_table(result: Representation, _words: Words) -> pd.DataFrame:
    """Write one row per region: share enrolled, share of new cases, and their ratio."""
    rows = []
    for place, code in enumerate(result.regions):
        limits = f"{percent(result.share_lower[place])} to {percent(result.share_upper[place])}"
        row = {
            "Region": REGIONS[code],
            "Enrolled (n)": whole(result.enrolled[place]),
            "Share of enrolled, % (95 % CI)": f"{percent(result.share[place])} ({limits})",
            "Share of new cases (%)": NOT_SUPPLIED,
            "Ratio (1 = proportional)": NOT_SUPPLIED,
        }
        if result.burden is not None and result.ratio is not None:
            row["Share of new cases (%)"] = percent(result.burden[place])
            row["Ratio (1 = proportional)"] = f"{result.ratio[place]:.2f}"
        rows.append(row)
    return pd.DataFrame(rows)


def representation_rows(result: Representation, _words: Words) -> pd.DataFrame:
    """Return shares, limits, burden and ratio of every region."""
    frame = pd.DataFrame(
        {
            "region": [REGIONS[code] for code in result.regions],
            "enrolled": result.enrolled,
            "share": result.share,
            "lower": result.share_lower,
            "upper": result.share_upper,
        }
    )
    absent = np.full(len(frame), NOT_SUPPLIED, dtype=object)
    frame["burden_share"] = absent if result.burden is None else result.burden
    frame["ratio"] = absent if result.ratio is None else result.ratio
    return frame


def income_table(result: Representation, _words: Words) -> pd.DataFrame:
    """Write one row per income group of countries."""
    total = sum(n for _, n in result.by_income)
    return pd.DataFrame(
        [
            {
                "Country income group": name,
                "Enrolled (n)": whole(n),
                "Share (%)": percent(n / total),
            }
            for name, n in result.by_income
        ]
    )


def people_table(result: Representation, _words: Words) -> pd.DataFrame:
    """Write one row per region: sexes and ages of those enrolled."""
    frame = pd.DataFrame(result.by_sex_and_age, columns=["region", "sex", "age", "n"])
    rows = []
    for code in result.regions:
        here = frame[frame["region"] == code]
        total, known = int(here["n"].sum()), here[here["age"] >= 0]
        men = int(here.loc[here["sex"] == "M", "n"].sum())
        old = int(known.loc[known["age"] >= _OLD, "n"].sum())
        aged = int(known["n"].sum())
        rows.append(
            {
                "Region": REGIONS[code],
                "Enrolled (n)": whole(total),
                "Men (%)": percent(men / total) if total else "none enrolled",
                f"{_OLD} or older (%)": percent(old / aged) if aged else NOT_SUPPLIED,
                "Age not entered (n)": whole(total - aged),
            }
        )
    return pd.DataFrame(rows)


_OLD = 70  # years


def people_rows(result: Representation, _words: Words) -> pd.DataFrame:
    """Return counts by region, sex and decade of age."""
    frame = pd.DataFrame(result.by_sex_and_age, columns=["region", "sex", "age_decade", "n"])
    return frame.assign(region=frame["region"].map(REGIONS))


def representation_key_figures(result: Representation, _words: Words) -> tuple[KeyFigure, ...]:
    """Return countries, their effective number, the largest site and the dissimilarity."""
    moved = NOT_SUPPLIED if math.isnan(result.dissimilarity) else percent(result.dissimilarity)
    return (
        KeyFigure("Countries (n)", whole(result.countries), f"{result.countries_of_20} with 20 +"),
        KeyFigure("Effective countries", f"{result.effective_countries:.1f}", "1 / sum of squares"),
        KeyFigure("Largest site (%)", percent(result.largest_site), "of all enrolled"),
        KeyFigure("Dissimilarity (%)", moved, "from the burden"),
    )
