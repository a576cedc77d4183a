"""From screened to treated as tables: for readers, and as numbers for files."""

import pandas as pd

from analytics.proportions import Proportion
from analytics.screening import STEPS, Screening, SiteLog, of_those_screened
from dashboard.sentences.screening import log_state
from dashboard.wording import NOT_ESTIMABLE, NOT_SUPPLIED, Words, percent, whole

ALL_SITES = "All sites with a log"


def screening_table(result: Screening, _words: Words) -> pd.DataFrame:
    """Write one row per site, all of them together first."""
    together = SiteLog(ALL_SITES, result.total, sum(one.months_left_out for one in result.told))
    return pd.DataFrame([_written(log) for log in (together, *result.sites)])


def _written(log: SiteLog) -> dict[str, str]:
    cells = dict.fromkeys(STEPS, NOT_SUPPLIED)
    if log.counts is not None:
        shares = of_those_screened(log.counts) if log.is_possible else (None, None, None)
        cells[STEPS[0]] = whole(log.counts[0])
        for step, n, share in zip(STEPS[1:], log.counts[1:], shares, strict=True):
            cells[step] = f"{whole(n)} ({_share(share)})"
    heads = (f"{STEPS[0]} (n)", *(f"{step}, n (% of screened, 95 % CI)" for step in STEPS[1:]))
    return {
        "Site": log.site,
        **dict(zip(heads, cells.values(), strict=True)),
        "Log": log_state(log),
        "Months left out (n)": whole(log.months_left_out),
    }


def _share(share: Proportion | None) -> str:
    if share is None:
        return NOT_ESTIMABLE
    limits = f"{percent(share.lower)} to {percent(share.upper)}"
    return f"{percent(share.estimate)}, {limits}"


def screening_rows(result: Screening, _words: Words) -> pd.DataFrame:
    """Return the steps of every site as numbers."""
    return pd.DataFrame(
        [
            {
                "site": log.site,
                **{
                    step.lower(): NOT_SUPPLIED if log.counts is None else log.counts[place]
                    for place, step in enumerate(STEPS)
                },
                "log": log_state(log),
                "months_left_out": log.months_left_out,
            }
            for log in result.sites
        ]
    )
