"""Cumulative incidence of lesion events by technique; lesions of one patient are alike."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from analytics.competing import cumulative_incidence
from analytics.counted_people import CountedPeople
from analytics.endpoints import Unit
from analytics.errors import BadInput
from analytics.event_table import EventTable
from analytics.group_incidence import GroupIncidence, IncidenceByGroup, described, read_off

NOT_HERE = (
    "Lesions of one patient are not independent, so neither Gray's test nor a log-rank test is "
    "made of lesions; techniques are compared with errors clustered by patient, under Comparison."
)


def lesion_incidence(
    lesions: CountedPeople,
    groups: Sequence[str],
    *,
    landmarks: ArrayLike,
    ticks: ArrayLike,
    left_out: Sequence[tuple[str, int]] = (),
) -> IncidenceByGroup:
    """Estimate the incidences of lesions by group, with limits clustered by patient.

    Parameters
    ----------
    lesions : CountedPeople
        Lesions with their patients as clusters.
    groups : sequence of str
        Techniques, in the order of display.
    landmarks, ticks : array-like of float
        Days at which incidence is read, and at which the risk table counts.
    left_out : sequence of (reason, count)
        Lesions that could not be counted.

    Raises
    ------
    BadInput
        If there is no group.

    Notes
    -----
    One patient only: nothing says how patients vary, and the limits are those of single lesions.
    """
    if not groups:
        raise BadInput("There is nobody to follow.", "Widen the filters.")
    everybody = lesions.everybody()
    return IncidenceByGroup(
        causes=np.arange(1, everybody.leaving.shape[0]),
        groups=tuple(
            _clustered(lesions.of([group]), lesions.table(group), landmarks, ticks)
            for group in groups
        ),
        overall=_clustered(lesions, everybody, landmarks, ticks),
        gray=None,
        why_no_test=NOT_HERE,
        left_out=tuple(left_out),
        unit=Unit.LESION,
    )


def _clustered(
    lesions: CountedPeople, table: EventTable, landmarks: ArrayLike, ticks: ArrayLike
) -> GroupIncidence:
    if lesions.cluster is None or np.unique(lesions.cluster).size < 2:  # noqa: PLR2004
        return described(table, landmarks, ticks)
    curve = cumulative_incidence(
        lesions.time,
        lesions.code,
        entry=lesions.entry,
        cluster=lesions.cluster,
        group=table.group,
    )
    return read_off(curve, table, landmarks, ticks)
