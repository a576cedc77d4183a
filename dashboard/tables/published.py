"""Published figures as tables."""

import pandas as pd

from analytics.group_incidence import IncidenceByGroup
from analytics.group_survival import SurvivalByGroup
from dashboard.sentences.published import difference_words, source_words, value_words
from dashboard.tables.cells import number
from dashboard.wording import Words

_NOT_PRINTED = "not printed"


def benchmark_table(result: SurvivalByGroup | IncidenceByGroup, words: Words) -> pd.DataFrame:
    """Write one row per published figure."""
    if result.benchmarks is None or not result.benchmarks.figures:
        return pd.DataFrame([{"Published": "none is listed for this endpoint and technique"}])
    return pd.DataFrame(
        [
            {
                "Technique": " or ".join(words.label(code) for code in figure.techniques),
                "Published": value_words(figure),
                "People (n)": figure.n,
                "Population as stated": figure.population,
                "Against ours": difference_words(figure),
                "Source": source_words(figure),
            }
            for figure in result.benchmarks.figures
        ]
    )


def benchmark_rows(result: SurvivalByGroup | IncidenceByGroup, _words: Words) -> pd.DataFrame:
    """Return the published figures as numbers; words where a source printed none."""
    figures = result.benchmarks.figures if result.benchmarks else ()
    rows = [
        {
            "row": figure.row,
            "technique_codes": " ".join(figure.techniques),
            "endpoint": figure.endpoint,
            "kind": figure.shown.value,
            "months": figure.months,
            "share_without_event": figure.share,
            "lower": number(figure.lower, _NOT_PRINTED),
            "upper": number(figure.upper, _NOT_PRINTED),
            "n": figure.n,
            "population": figure.population,
            "source": source_words(figure),
        }
        for figure in figures
    ]
    return pd.DataFrame(rows or [{"published": "none is listed"}])
