"""First events after several techniques held against each other: two hazard ratios, two answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.counted_people import CountedPeople
from analytics.errors import AnalysisError, BadInput
from analytics.fine_gray import fine_gray
from analytics.gray import gray_test
from analytics.group_survival import MIN_EVENTS, MIN_PATIENTS
from analytics.hazards import cox
from analytics.inputs import Bools
from analytics.rank_tests import LogRank
from analytics.regression import JointTest

_TERM = "group"


@dataclass(frozen=True, eq=False)
class Ratio:
    """A hazard ratio of a group against its reference."""

    estimate: float
    lower: float
    upper: float
    log_p: float  # natural logarithm of the two-sided p-value
    df: float  # of Student's t behind limits and p; infinite: normal

    @property
    def p(self) -> float:
        """The p-value; 0.0 where it is below the smallest number: export `log_p`."""
        return float(np.exp(self.log_p))


@dataclass(frozen=True, eq=False)
class CauseRatios:
    """Both hazard ratios of one cause, one group against the reference."""

    group: str
    cause: int
    n: int
    n_events: int
    n_reference: int
    n_events_reference: int
    cause_specific: Ratio | None
    why_no_cause_specific: str
    subdistribution: Ratio | None
    why_no_subdistribution: str


@dataclass(frozen=True, eq=False)
class CauseComparison:
    """Everything that sets the first events of disjoint groups against each other."""

    groups: tuple[str, ...]
    reference: str
    confidence: float
    ratios: tuple[CauseRatios, ...]
    gray: LogRank | None  # of patients; never of lesions
    n_late: int  # people with late entry, whom Gray's test leaves out
    robust_score: JointTest | None  # of lesions: cause-specific hazards, clustered by patient
    why_no_test: str  # empty where there is a test
    n_clusters: int | None  # patients of the lesions; None: everybody stands alone


def compare_causes(
    people: CountedPeople, groups: Sequence[str], *, reference: str, confidence: float = 0.95
) -> CauseComparison:
    """Compare the first events of groups.

    Parameters
    ----------
    people : CountedPeople
        Everybody of the groups; lesions carry their patient as cluster.
    groups : sequence of str
        In the order of display.
    reference : str
        Group with which the others are compared, pair by pair.
    confidence : float
        Level of the limits.

    Raises
    ------
    BadInput
        If there is one group only, or the reference is none of them.

    Notes
    -----
    Cause-specific: Cox model in which other first events censor (Efron's ties). Subdistribution:
    Fine-Gray. Both respect late entry; both are clustered by patient where lesions are counted.
    Gray's test knows neither late entry nor clusters: it is made among people observed from the
    start, and never for lesions, for which the robust score test of the Cox model stands.
    """
    if len(groups) < 2 or reference not in groups:  # noqa: PLR2004  # a comparison needs two
        raise BadInput(
            "One group only: there is nothing to compare.", "Choose at least two techniques."
        )
    people = people.of(groups)
    test = _tested(people, groups)
    others = [group for group in groups if group != reference]
    causes = range(1, int(people.code.max(initial=1)) + 1)
    return CauseComparison(
        groups=tuple(groups),
        reference=reference,
        confidence=confidence,
        ratios=tuple(
            _ratios(people.of([group, reference]), group, cause, confidence)
            for group in others
            for cause in causes
        ),
        gray=test.gray,
        n_late=int((people.entry > 0).sum()),
        robust_score=test.robust_score,
        why_no_test=test.why_not,
        n_clusters=None if people.cluster is None else np.unique(people.cluster).size,
    )


@dataclass(frozen=True, eq=False)
class _Test:
    gray: LogRank | None = None
    robust_score: JointTest | None = None
    why_not: str = ""


def _tested(people: CountedPeople, groups: Sequence[str]) -> _Test:
    kept = people if people.cluster is not None else people.from_the_start()
    too_few = _too_few(kept, groups, 1)
    if too_few:
        return _Test(why_not=f"No test: {too_few}")
    try:
        if people.cluster is None:
            return _Test(gray=gray_test(kept.time, kept.code, kept.group))
        return _Test(robust_score=_robust_score(people, groups))
    except AnalysisError as refused:  # the curves stand, even if they cannot be compared
        return _Test(why_not=f"No test: {refused.reason}")


def _robust_score(people: CountedPeople, groups: Sequence[str]) -> JointTest | None:
    terms = {group: (people.group == group).astype(np.float64) for group in groups[1:]}
    fit = cox(
        pd.DataFrame(terms),
        people.time,
        people.code == 1,
        entry=people.entry,
        cluster=people.cluster,
    )
    return fit.robust_score


def _ratios(pair: CountedPeople, group: str, cause: int, confidence: float) -> CauseRatios:
    ours: Bools = pair.group == group
    event: Bools = pair.code == cause
    told = (group, next(iter(set(pair.group.tolist()) - {group}), ""))
    refused = _too_few(pair, told, cause)
    specific, why_no_specific = (None, refused) if refused else _specific(pair, ours, event)
    sub, why_no_sub = (None, refused) if refused else _sub(pair, ours, cause, confidence)
    return CauseRatios(
        group=group,
        cause=cause,
        n=int(ours.sum()),
        n_events=int((ours & event).sum()),
        n_reference=int((~ours).sum()),
        n_events_reference=int((~ours & event).sum()),
        cause_specific=specific,
        why_no_cause_specific=why_no_specific,
        subdistribution=sub,
        why_no_subdistribution=why_no_sub,
    )


def _too_few(people: CountedPeople, groups: Sequence[str], cause: int) -> str:
    unit = "patients" if people.cluster is None else "lesions"
    for group in groups:
        its = people.group == group
        if its.sum() < MIN_PATIENTS or (people.code[its] == cause).sum() < MIN_EVENTS:
            return f"a group has fewer than {MIN_PATIENTS} {unit} or fewer than {MIN_EVENTS} events"
    return ""


def _specific(pair: CountedPeople, ours: Bools, event: Bools) -> tuple[Ratio | None, str]:
    try:
        fit = cox(
            pd.DataFrame({_TERM: ours.astype(np.float64)}),
            pair.time,
            event,
            entry=pair.entry,
            cluster=pair.cluster,
        )
    except AnalysisError as refused:
        return None, refused.reason
    limits = (float(fit.ratio[0]), float(fit.ratio_lower[0]), float(fit.ratio_upper[0]))
    return Ratio(*limits, float(fit.log_p[0]), fit.df), ""


def _sub(
    pair: CountedPeople, ours: Bools, cause: int, confidence: float
) -> tuple[Ratio | None, str]:
    try:
        fit = fine_gray(
            pd.DataFrame({_TERM: ours.astype(np.float64)}),
            pair.time,
            pair.code,
            cause=cause,
            entry=pair.entry if (pair.entry > 0).any() else None,
            cluster=pair.cluster,
            confidence=confidence,
        )
    except AnalysisError as refused:
        return None, refused.reason
    limits = (float(fit.ratio[0]), float(fit.ratio_lower[0]), float(fit.ratio_upper[0]))
    return Ratio(*limits, float(fit.log_p[0]), fit.df), ""
