"""The comparison of three or more techniques: design first, outcome if its protocol is open."""

from dataclasses import replace
from typing import cast

import numpy as np
import pandas as pd

from analytics.covariate_handling import Missing
from analytics.inputs import Ints
from analytics.multiarm_effects import arms_compared
from analytics.multiarm_gate import judge_arms
from analytics.multiarm_report import MultiPlan, multi_report
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.comparison import by_arms, fingerprint_of, require_open_here
from dashboard.answers.comparison_rows import baseline_rows, horizons_of, outcome_rows, plan_of
from dashboard.answers.gate import answer
from dashboard.comparison_values import SeveralDesigned, SeveralResult
from dashboard.settings import settings
from queries.domains.catalogue import DOMAINS
from queries.errors import QueryError
from queries.policies import View
from queries.protocol import Protocol
from queries.registry import Registry
from queries.state.protocols import require_open


def design_of_several(ask: Ask, protocol: Protocol) -> Answer[SeveralDesigned]:
    """Return the design in which each technique of a protocol is an arm of its own.

    Raises
    ------
    AnalysisError
        As `multi_report`.
    """
    return by_arms(_several(Ask(ask.scope, protocol.cohort), protocol), protocol)


def result_of_several(ask: Ask, protocol: Protocol) -> Answer[SeveralResult]:
    """Return what a frozen protocol of several arms found.

    Raises
    ------
    AccessDenied
        If the protocol is not frozen or locked; asked anew each time, whatever is kept.
    QueryError
        If it is a protocol of two arms.
    """
    require_open(settings().state_url, fingerprint_of(protocol, ask.scope.snapshot_id))
    return by_arms(_compared(Ask(ask.scope, protocol.cohort), protocol), protocol)


@answer(View.COMPARING, methods="comparison")
def _several(registry: Registry, protocol: Protocol) -> SeveralDesigned:
    rows, _, _ = baseline_rows(registry, protocol)
    report = multi_report(rows, _member(rows, protocol), _plan(protocol))
    return SeveralDesigned(protocol, report, judge_arms(report))


@answer(View.COMPARING, methods="comparison")
def _compared(registry: Registry, protocol: Protocol) -> SeveralResult:
    frozen = require_open_here(registry, protocol)
    if not protocol.several:
        raise QueryError(
            "This protocol compares two arms.", "Read it in the steps Design to Results."
        )
    found = outcome_rows(registry, protocol)
    outcome = replace(found, treated=_member(found.rows, protocol))
    compared = arms_compared(outcome, _plan(protocol), horizons_of(protocol))
    designed, _, _ = baseline_rows(registry, protocol)
    return SeveralResult(protocol, compared, frozen.reasons, len(designed))


def _member(rows: pd.DataFrame, protocol: Protocol) -> Ints:
    place = {code: at for at, code in enumerate(protocol.techniques)}
    return np.asarray(rows["technique_code"].map(place), dtype=np.int64)


def _plan(protocol: Protocol) -> MultiPlan:
    domain = DOMAINS[protocol.cohort.domain]
    return MultiPlan(
        arms=tuple(domain.technique_label(code) for code in protocol.techniques),
        covariates=plan_of(replace(protocol, several=False)).covariates,
        missing=cast("Missing", protocol.missing),
        estimand=protocol.estimand,
    )
