"""People of a model, one entry each, laid out again from counts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.cells import CountTable
from analytics.errors import BadInput
from analytics.event_table import EventTable, table_of_people, tables_by_group
from analytics.inputs import Bools, Floats, FollowUp, Ints, check_follow_up

Names = npt.NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class CountedPeople:
    """Follow-up of n people; who shares every count is alike, so order means nothing."""

    group: Names  # shape (n,)
    stratum: Names  # shape (n,): region or site; empty texts where nobody asked
    cluster: Ints | None  # shape (n,): patient of a lesion; None: everybody stands alone
    entry: Floats  # shape (n,): day from which each is at risk
    time: Floats  # shape (n,): day on which each leaves
    code: Ints  # shape (n,): 0 censored, 1 event, 2.. competing events

    @property
    def n(self) -> int:
        """People, or lesions where each belongs to a patient."""
        return self.time.size

    def where(self, kept: Bools) -> "CountedPeople":
        """Return those whom a mask keeps."""
        return CountedPeople(
            group=self.group[kept],
            stratum=self.stratum[kept],
            cluster=None if self.cluster is None else self.cluster[kept],
            entry=self.entry[kept],
            time=self.time[kept],
            code=self.code[kept],
        )

    def of(self, groups: Sequence[str]) -> "CountedPeople":
        """Return the people of some groups."""
        return self.where(np.isin(self.group, list(groups)))

    def from_the_start(self) -> "CountedPeople":
        """Return those who were under observation from the time origin on."""
        return self.where(self.entry <= 0)

    def follow_up(self) -> FollowUp:
        """Return the follow-up, checked."""
        return check_follow_up(self.time, self.code, entry=self.entry)

    def table(self, group: str) -> EventTable:
        """Count a group by day."""
        return self.tables([group])[0]

    def tables(self, groups: Sequence[str]) -> tuple[EventTable, ...]:
        """Count groups by day, in one pass; others are passed over."""
        its = self.of(groups)
        names, member = np.unique(its.group, return_inverse=True)
        place = [str(name) for name in names]
        counted = tables_by_group(its.follow_up(), member.astype(np.int64), place)
        return tuple(counted[place.index(group)] for group in groups)

    def everybody(self) -> EventTable:
        """Count all groups together by day."""
        return table_of_people(self.follow_up(), "All")


def counted_people(
    counts: CountTable, *, group: str = "technique_code", stratum: str = "", cluster: str = ""
) -> CountedPeople:
    """Lay people out from counts by group, entry, day and code.

    Parameters
    ----------
    counts : CountTable
        Keys `entry`, `day`, `code` and those named below.
    group, stratum, cluster : str
        Columns; an empty name: there are none.

    Raises
    ------
    BadInput
        If nobody is counted.

    Notes
    -----
    A model of groups needs nothing but these numbers: people who share them contribute alike.
    """
    frame = counts.frame
    times = frame[counts.count].to_numpy(dtype=np.int64)
    if not times.sum():
        raise BadInput("There is nobody to analyse.", "Widen the filters.")
    row = np.repeat(np.arange(len(frame)), times)
    names = frame[group].astype(str).to_numpy(dtype=np.str_)[row]
    strata = frame[stratum].astype(str).to_numpy(dtype=np.str_)[row] if stratum else None
    return CountedPeople(
        group=names,
        stratum=np.full(row.size, "", dtype=np.str_) if strata is None else strata,
        cluster=frame[cluster].to_numpy(dtype=np.int64)[row] if cluster else None,
        entry=frame["entry"].to_numpy(dtype=np.float64)[row],
        time=frame["day"].to_numpy(dtype=np.float64)[row],
        code=frame["code"].to_numpy(dtype=np.int64)[row],
    )
