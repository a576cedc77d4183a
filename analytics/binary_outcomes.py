"""Yes/no outcomes of a comparison, crude and adjusted; who is not known is counted, not dropped."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.binary_comparison import events_by_arm
from analytics.comparison_plan import Plan, Planned, planned
from analytics.errors import AnalysisError
from analytics.inputs import Bools, Floats, Ints
from analytics.mean_contrasts import SAMPLES, MeanContrast, mean_contrasts
from analytics.proportions import Proportion, proportion
from analytics.rubin import pooled_effect
from analytics.sample_weights import SampleWeigher
from analytics.weights import Estimand

WEIGHTED: tuple[Estimand, ...] = ("ATO", "ATE", "ATT")


@dataclass(frozen=True, eq=False)
class Asked:
    """One question to every patient of a design."""

    name: str
    counting: str  # who counts, and as what
    had: Floats  # 1 yes, 0 no, nan not known; shape (n,)
    unknown_because: tuple[tuple[str, Bools], ...]  # of those not known: why, in words


@dataclass(frozen=True, eq=False)
class BinaryOutcome:
    """Answers by arm; pairs are reference, treated."""

    name: str
    counting: str
    n_given: tuple[int, int]  # patients asked about
    unknown: tuple[tuple[str, tuple[int, int]], ...]  # why not known, how many by arm
    shares: tuple[Proportion, Proportion] | None  # crude, exact limits; None: an arm has nobody
    contrasts: tuple[MeanContrast, ...]  # crude first, then the protocol's; empty: see refusal
    ess: tuple[float, float]  # under the protocol's weights; nan where there are none
    refusal: str  # why there is no contrast; empty if there is
    bounds: tuple[float, float] | None  # of the difference, whatever was not known; None: all known
    n_sites: int
    is_drawn: bool  # limits by bootstrap; else robust, by pair and site


def binary_outcome(
    rows: pd.DataFrame, treated: Ints, plan: Plan, asked: Asked, *, n_samples: int = SAMPLES
) -> BinaryOutcome:
    """Compare the share with an outcome, crude and under the weights of a plan.

    Parameters
    ----------
    rows : DataFrame, shape (n, ...)
        The plan's covariates, `site` and `region`.
    treated : Ints, shape (n,)
        1 in the treated arm, else 0.
    plan : Plan
        All choices. Where it weights for ATO, ATE or ATT, the same scores answer for all three.
    asked : Asked
        The outcome. The design is made anew of those of whom it is known.
    n_samples : int
        Bootstrap samples, over all imputed tables together.

    Notes
    -----
    Shares have exact (Clopper-Pearson) limits. A contrast asks for 10 patients with the outcome
    in each arm, and somebody without. Bounds of the difference take everybody not known as
    without it in one arm and with it in the other, under the weights of all.

    References
    ----------
    Manski (1990), Am Econ Rev 80:319-323.
    """
    known = np.isfinite(asked.had)
    had, arm = asked.had[known], treated[known]
    n = np.bincount(arm, minlength=2)
    yes = np.bincount(arm, had, 2).astype(np.int64)
    contrasts: tuple[MeanContrast, ...] = ()
    ess, refusal, bounds = (np.nan, np.nan), "", None
    try:
        found = planned(rows[known].reset_index(drop=True), arm, plan)
        ess = found.design.ess
        contrasts = _pooled(found, had, n_samples)
        bounds = _bounds(rows, treated, plan, asked.had)
    except AnalysisError as refused:
        contrasts, refusal = (), refused.reason
    return BinaryOutcome(
        name=asked.name,
        counting=asked.counting,
        n_given=_by_arm(treated, np.ones(treated.size, dtype=np.bool_)),
        unknown=tuple((why, _by_arm(treated, who & ~known)) for why, who in asked.unknown_because),
        shares=_shares(yes, n),
        contrasts=contrasts,
        ess=ess,
        refusal=refusal,
        bounds=bounds,
        n_sites=int(rows.loc[known, "site"].nunique()),
        is_drawn=plan.method != "matching",
    )


def estimands_of(plan: Plan) -> tuple[Estimand, ...]:
    """Return whose effects one set of scores answers for, the protocol's first."""
    if plan.method != "weighting" or plan.estimand not in WEIGHTED:
        return (plan.estimand,)
    return (plan.estimand, *(other for other in WEIGHTED if other != plan.estimand))


def _pooled(found: Planned, had: Floats, n_samples: int) -> tuple[MeanContrast, ...]:
    y = had[found.handled.kept]
    events_by_arm(y[found.design.trim.kept], found.design.treated, found.design.arms)
    asked, each = estimands_of(found.plan), n_samples // len(found.designs)
    tables = [
        mean_contrasts(made, y[made.trim.kept], asked, n_samples=each) for made in found.designs
    ]
    if len(tables) == 1:
        return tables[0]
    return tuple(_over_tables(contrasts) for contrasts in zip(*tables, strict=True))


def _over_tables(contrasts: tuple[MeanContrast, ...]) -> MeanContrast:
    first = contrasts[0]
    means = np.mean([each.means for each in contrasts], axis=0).tolist()
    return replace(
        first,
        means=(means[0], means[1]),
        difference=pooled_effect([each.difference for each in contrasts]),
        ratio=pooled_effect([each.ratio for each in contrasts])
        if all(np.isfinite(each.ratio.se) for each in contrasts)
        else first.ratio,
    )


def _bounds(
    rows: pd.DataFrame, treated: Ints, plan: Plan, had: Floats
) -> tuple[float, float] | None:
    if np.isfinite(had).all():
        return None
    found = planned(rows, treated, plan)
    made = found.design
    own = SampleWeigher(made).once(made.estimand)
    counts = made.weights > 0
    y, arm = had[found.handled.kept][made.trim.kept][counts], made.treated[counts]
    ends = []
    for worst in (0.0, 1.0):  # of the treated; the reference takes the other end
        filled = np.where(np.isnan(y), np.where(arm == 1, worst, 1 - worst), y)
        means = [float(np.average(filled[arm == k], weights=own[arm == k])) for k in (0, 1)]
        ends.append(means[1] - means[0])
    return ends[0], ends[1]


def _shares(yes: Ints, n: Ints) -> tuple[Proportion, Proportion] | None:
    if not n.min():
        return None
    reference, treated = (
        proportion(int(k), int(m), method="exact") for k, m in zip(yes, n, strict=True)
    )
    return reference, treated


def _by_arm(treated: Ints, who: Bools) -> tuple[int, int]:
    n = np.bincount(treated[who], minlength=2)
    return int(n[0]), int(n[1])
