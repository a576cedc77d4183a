"""Patients of a comparison as its protocol asks for them; rows stay within the answers."""

from dataclasses import replace
from typing import cast

import numpy as np
import pandas as pd

from analytics.adjusted_effects import Horizons, Outcome, follow_up_from
from analytics.comparison_plan import Plan
from analytics.covariate_handling import Covariate, Missing, Scale
from analytics.endpoints import EndpointRule
from analytics.inputs import Ints
from analytics.propensity import Method
from analytics.score_models import Model
from analytics.trimming import TrimRule
from analytics.weights import Estimand
from dashboard.wording import DAYS_PER_MONTH
from queries.domains.adjustment import DOUBLINGS, REGION, YEAR, contradictions, fields_by_name
from queries.domains.catalogue import endpoint
from queries.domains.model import Field
from queries.domains.places import REGIONS
from queries.errors import EmptyCohort, QueryError
from queries.protocol import Protocol
from queries.reads import comparison as landmarked
from queries.reads import records
from queries.registry import Registry

LANDMARKS = (6, 12, 24, 36)  # months
TICKS = (0, 6, 12, 24, 36, 48, 60)


def baseline_rows(registry: Registry, protocol: Protocol) -> tuple[pd.DataFrame, Ints, int]:
    """Return those of the compared techniques, their arm, and how many were eligible."""
    names = own_covariates(protocol)
    if _rule(protocol).landmark:
        frame = landmarked.grouped_at_landmark(registry, names, protocol.endpoint)
    else:
        frame = records.baseline_of(registry, names)
    rows, treated = of_arms(frame, protocol)
    return rows, treated, len(frame)


def outcome_rows(registry: Registry, protocol: Protocol) -> Outcome:
    """Return those of the compared techniques with what followed; for open protocols only."""
    names = own_covariates(protocol)
    if _rule(protocol).landmark:
        frame = landmarked.outcome_after_landmark(registry, names, protocol.endpoint)
    else:
        frame = records.baseline_and_outcome(registry, names, protocol.endpoint)
    rows, treated = of_arms(frame, protocol)
    follow_up = follow_up_from(
        rows["time"].to_numpy(dtype=np.float64),
        rows["code"].to_numpy(dtype=np.int64),
        rows["entry"].to_numpy(dtype=np.float64),
    )
    return Outcome(rows.drop(columns=["time", "code", "entry"]), treated, follow_up)


def plan_of(protocol: Protocol) -> Plan:
    """Return the statistical plan of a protocol.

    Raises
    ------
    QueryError
        If a score is chosen beside its own parts, or each technique is an arm of its own.
    """
    if protocol.several:
        raise QueryError(
            "This protocol compares several techniques, each an arm of its own.",
            "Read it in the step Several techniques.",
        )
    _refuse_odds(protocol)
    plan = Plan(
        arms=protocol.arms,
        covariates=(
            *(_covariate(field) for field in fields_by_name(own_covariates(protocol))),
            *_shared(protocol),
        ),
    )
    return replace(
        plan,
        missing=cast("Missing", protocol.missing),
        estimand=cast("Estimand", protocol.estimand),
        method=cast("Method", protocol.method),
        model=cast("Model", protocol.model),
        trim=cast("TrimRule", protocol.trim) if protocol.trim else None,
        stabilised=protocol.stabilised,
        fewest=protocol.fewest,
    )


def horizons_of(protocol: Protocol) -> Horizons:
    """Return the days at which a protocol reads its result."""
    months = sorted(
        {m for m in LANDMARKS if m < protocol.horizon_months} | {protocol.horizon_months}
    )
    return Horizons(
        horizon=protocol.horizon_months * DAYS_PER_MONTH,
        landmarks=tuple(m * DAYS_PER_MONTH for m in months),
        ticks=tuple(m * DAYS_PER_MONTH for m in TICKS),
    )


def of_arms(frame: pd.DataFrame, protocol: Protocol) -> tuple[pd.DataFrame, Ints]:
    """Return the rows of the compared techniques, and 1 for the treated arm, else 0.

    Raises
    ------
    EmptyCohort
        If nobody fits the filters.
    """
    if frame.empty:
        raise EmptyCohort("No patient fits these filters.", "Widen the filters.")
    rows = frame[frame["technique_code"].isin(protocol.techniques)].reset_index(drop=True)
    treated = rows["technique_code"].isin(protocol.treated).to_numpy().astype(np.int64)
    year = rows["index_month"].astype("float64") // 12
    return rows.assign(
        site=rows["site_id"].astype(str),
        region=rows["region_code"].map(lambda code: REGIONS.get(str(code), str(code))),
        index_year=year.where(year >= 0),
    ), treated


def own_covariates(protocol: Protocol) -> tuple[str, ...]:
    """Return the covariates that are columns of the index record."""
    return tuple(name for name in protocol.covariates if name not in (REGION, YEAR))


def _rule(protocol: Protocol) -> EndpointRule:
    return endpoint(protocol.cohort.domain, protocol.endpoint)


def _refuse_odds(protocol: Protocol) -> None:
    found = contradictions(own_covariates(protocol))
    if found:
        score, parts = found[0]
        raise QueryError(
            f"{score} is worked out from {', '.join(parts)}: together they say one thing twice.",
            f"Take {score} or its parts, not both.",
        )


def _covariate(field: Field) -> Covariate:
    if field.codes or field.name == "primary_site":
        levels = tuple((code.code, code.label) for code in field.codes)
        return Covariate(field.name, field.label, "category", levels)
    scale: Scale = "log2" if field.name in DOUBLINGS else "number"
    return Covariate(field.name, field.label, scale)


def _shared(protocol: Protocol) -> tuple[Covariate, ...]:
    both = {
        REGION: Covariate(REGION, "Region", "category", tuple(REGIONS.items())),
        YEAR: Covariate(YEAR, "Year of index procedure", "number"),
    }
    return tuple(covariate for name, covariate in both.items() if name in protocol.covariates)
