"""Survival of lesions by technique; lesions of one patient are alike."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from analytics.counted_people import CountedPeople
from analytics.endpoints import Unit
from analytics.errors import BadInput
from analytics.event_table import EventTable
from analytics.group_survival import GroupSurvival, SurvivalByGroup, described, read_off
from analytics.survival import kaplan_meier

NO_TEST = (
    "Lesions of one patient are not independent, so no log-rank test is made of lesions; to "
    "compare techniques, choose the endpoint of the first treated lesion, one a patient."
)


def lesion_survival(
    lesions: CountedPeople,
    groups: Sequence[str],
    *,
    landmarks: ArrayLike,
    ticks: ArrayLike,
    left_out: Sequence[tuple[str, int]] = (),
) -> SurvivalByGroup:
    """Estimate the survival of lesions by group, with limits clustered by patient.

    Parameters
    ----------
    lesions : CountedPeople
        Lesions with their patients as clusters.
    groups : sequence of str
        Techniques, in the order of display.
    landmarks, ticks : array-like of float
        Days at which survival is read, and at which the risk table counts.
    left_out : sequence of (reason, count)
        Lesions that could not be counted.

    Raises
    ------
    BadInput
        If there is no group.

    Notes
    -----
    One patient only: nothing says how patients vary, and the limits are those of single lesions.

    References
    ----------
    Williams (1995), doi:10.1007/BF00985258.
    """
    if not groups:
        raise BadInput("There is nobody to follow.", "Widen the filters.")
    return SurvivalByGroup(
        groups=tuple(
            _clustered(lesions.of([group]), lesions.table(group), landmarks, ticks)
            for group in groups
        ),
        overall=_clustered(lesions, lesions.everybody(), landmarks, ticks),
        log_rank=None,
        why_no_test=NO_TEST,
        left_out=tuple(left_out),
        unit=Unit.LESION,
    )


def _clustered(
    lesions: CountedPeople, table: EventTable, landmarks: ArrayLike, ticks: ArrayLike
) -> GroupSurvival:
    if lesions.cluster is None or np.unique(lesions.cluster).size < 2:  # noqa: PLR2004
        return described(table, landmarks, ticks)
    curve = kaplan_meier(
        lesions.time,
        lesions.code == 1,
        entry=lesions.entry,
        cluster=lesions.cluster,
        group=table.group,
    )
    return read_off(curve, table, landmarks, ticks)
