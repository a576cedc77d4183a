"""Who takes part over the years as tables: for readers, and as numbers for files."""

import numpy as np
import pandas as pd

from analytics.diversity import Diversity, Strand
from dashboard.sentences.diversity import TOO_FEW, year_name
from dashboard.tables.cells import number
from dashboard.wording import Words, percent, whole


def diversity_table(result: Diversity, _words: Words) -> pd.DataFrame:
    """Write one row per year, with a column for each group."""
    return pd.DataFrame(
        [
            {
                "Year": year_name(result, year),
                "Diagnoses (n)": whole(result.n[place]),
                **{
                    f"{strand.name}, % (95 % CI)": _written(strand, place)
                    for strand in result.strands
                },
            }
            for place, year in enumerate(result.years)
        ]
    )


def _written(strand: Strand, place: int) -> str:
    if np.isnan(strand.share[place]):
        return f"{TOO_FEW} (n {whole(strand.known[place])})"
    limits = f"{percent(strand.lower[place])} to {percent(strand.upper[place])}"
    return f"{percent(strand.share[place])} ({limits})"


def diversity_rows(result: Diversity, _words: Words) -> pd.DataFrame:
    """Return one row per group and year."""
    return pd.DataFrame(
        [
            {
                "year": year,
                "is_over": year != result.open_year,
                "kind": strand.kind,
                "group": strand.name,
                "n": int(strand.count[place]),
                "of": int(strand.known[place]),
                "share": number(strand.share[place], TOO_FEW),
                "lower": number(strand.lower[place], TOO_FEW),
                "upper": number(strand.upper[place], TOO_FEW),
            }
            for strand in result.strands
            for place, year in enumerate(result.years)
        ]
    )
