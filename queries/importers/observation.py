"""How much of the follow-up that was possible was made, by site, domain and horizon."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from queries.importers.draft import Value

DAYS_PER_MONTH = 30.4375
HORIZONS = (0, 12, 24)  # months; 0: up to the data cut-off


def observation_rows(facts: pd.DataFrame) -> Iterator[dict[str, Value]]:
    """Count, for each horizon, whose follow-up could reach it and whose did, and days of both.

    Parameters
    ----------
    facts : DataFrame
        One row per diagnosis, days since index procedure (`dated_facts`).

    Notes
    -----
    Possible follow-up runs to the horizon or the cut-off, for those who died to their death.
    Known at the horizon is who died by then or was seen at it or later. Diagnoses without
    calendar or follow-up have no possible follow-up and are not counted.
    """
    known = facts[facts["cutoff_day"].notna() & facts["last_contact_day"].notna()]
    for horizon in HORIZONS:
        limit = np.inf if horizon == 0 else horizon * DAYS_PER_MONTH
        rows = known if horizon == 0 else known[known["cutoff_day"] >= limit]
        if rows.empty:
            continue
        death = rows["death_day"].where(rows["death_day"] <= rows["cutoff_day"], np.inf)
        death = death.fillna(np.inf)
        possible = rows["cutoff_day"].clip(lower=0, upper=limit).clip(upper=death)
        seen = rows["last_contact_day"].where(np.isinf(death), death)
        observed = seen.clip(lower=0).clip(upper=possible)
        counted = (
            pd.DataFrame(
                {
                    "site_id": rows["site_id"],
                    "domain_code": rows["domain_code"],
                    "n": 1,
                    "n_known": (observed >= possible).astype(int),
                    "observed_days": observed.round().astype(int),
                    "possible_days": possible.round().astype(int),
                }
            )
            .groupby(["site_id", "domain_code"])
            .sum()
            .reset_index()
        )
        for site, domain, n, n_known, observed_days, possible_days in counted.itertuples(
            index=False, name=None
        ):
            yield {
                "horizon_months": horizon,
                "site_id": site,
                "domain_code": domain,
                "n": int(n),
                "n_known": int(n_known),
                "observed_days": int(observed_days),
                "possible_days": int(possible_days),
            }
