"""From screened to treated, as pages ask for it."""

import pandas as pd

from analytics.screening import Screening, SiteLog
from dashboard.answers.gate import answer
from queries.policies import View
from queries.reads.accrual import sites_in_reach
from queries.reads.screening import screened_by_site
from queries.registry import Registry


@answer(View.ACCRUAL, methods="accrual")
def screening(registry: Registry) -> Screening:
    """Add up the screening logs of the sites in view, and name the sites without one."""
    logs = screened_by_site(registry).frame
    places = sites_in_reach(registry).frame.sort_values("site_text")
    return Screening(
        tuple(
            _log(str(text), logs[logs["site_id"] == site])
            for site, text in zip(places["site_id"], places["site_text"], strict=True)
        )
    )


def _log(site: str, rows: pd.DataFrame) -> SiteLog:
    whole, partial = rows[rows["is_whole"] == 1], rows[rows["is_whole"] == 0]
    left_out = int(partial["months"].sum())
    if whole.empty:
        return SiteLog(site, None, left_out)
    screened, eligible, consented, treated = (
        int(whole[step].sum()) for step in ("n", "eligible", "consented", "treated")
    )
    return SiteLog(site, (screened, eligible, consented, treated), left_out)
