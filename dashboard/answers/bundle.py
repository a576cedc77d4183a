"""Rows of an analysis for those who may take them; each time it is noted before one is read."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics.adjusted_effects import Outcome, follow_up_from
from analytics.dealt_rows import capped_age
from analytics.endpoints import Unit
from dashboard.answers.comparison import require_open_here
from dashboard.answers.comparison_rows import own_covariates
from dashboard.answers.row_gate import rows_answer
from queries.domains.catalogue import endpoint
from queries.domains.conditions import AGE
from queries.domains.places import REGIONS
from queries.policies import View
from queries.protocol import Protocol
from queries.reads import bundle as reads
from queries.registry import Registry


@rows_answer(View.BUNDLE, methods="survival")
def followed_rows(registry: Registry, endpoint_code: str, drawn: Sequence[str]) -> pd.DataFrame:
    """Return who counts for an endpoint, of all techniques.

    Returns
    -------
    DataFrame
        Columns `group`, `drawn` (1 where the technique has a line), of lesions `cluster` (the
        patient), `entry` and `time` (days) and `status`.
    """
    frame = reads.followed(registry, endpoint_code)
    is_lesion = endpoint(registry.domain, endpoint_code).unit is Unit.LESION
    if is_lesion:
        frame = frame[frame["cluster_no"].notna()]
    return pd.DataFrame(
        {
            "group": frame["technique_code"],
            "drawn": frame["technique_code"].isin(drawn).astype(np.int64),
            **({"cluster": frame["cluster_no"]} if is_lesion else {}),
            "entry": frame["entry"],
            "time": frame["time"],
            "status": frame["code"].astype(np.int64),
        }
    )


@rows_answer(View.BUNDLE, methods="regression")
def modelled_rows(
    registry: Registry, endpoint_code: str, fields: tuple[str, ...]
) -> tuple[pd.DataFrame, int]:
    """Return the people of a regression as `hazard_model` takes them, and whose age was capped."""
    frame = reads.described(registry, fields, endpoint_code)
    frame, n_capped = _without_great_age(frame)
    return frame.rename(columns={"site_no": "site_id"}), n_capped


@rows_answer(View.BUNDLE, methods="comparison")
def compared_rows(registry: Registry, protocol: Protocol) -> tuple[Outcome, int]:
    """Return the patients of a frozen protocol with what followed, and whose age was capped.

    Raises
    ------
    AccessDenied
        If the protocol is not frozen or locked.
    """
    require_open_here(registry, protocol)
    rule = endpoint(protocol.cohort.domain, protocol.endpoint)
    frame = reads.described(
        registry, own_covariates(protocol), protocol.endpoint, by_landmark=bool(rule.landmark)
    )
    frame, n_capped = _without_great_age(frame)
    rows = frame[frame["technique_code"].isin(protocol.techniques)].reset_index(drop=True)
    follow_up = follow_up_from(
        rows["time"].to_numpy(dtype=np.float64),
        rows["code"].to_numpy(dtype=np.int64),
        rows["entry"].to_numpy(dtype=np.float64),
    )
    region = rows["region_no"].map(dict(enumerate(REGIONS)))
    described = rows.drop(columns=["time", "code", "entry"]).assign(
        site=rows["site_no"].astype(str),
        region_code=region,
        region=region,
        index_year=rows["year_no"].astype("float64"),
    )
    treated = rows["technique_code"].isin(protocol.treated).to_numpy().astype(np.int64)
    return Outcome(described, treated, follow_up), n_capped


def _without_great_age(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    if AGE not in frame:
        return frame, 0
    given = pd.to_numeric(frame[AGE]).astype("float64")
    capped = capped_age(given)
    return frame.assign(**{AGE: capped}), int((given > capped).sum())
