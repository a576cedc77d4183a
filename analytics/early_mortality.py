"""Deaths soon after treatment, of those who are known to have died or lived."""

from dataclasses import dataclass

from analytics.cells import CountTable
from analytics.proportions import Proportion, proportion


@dataclass(frozen=True, eq=False)
class EarlyDeaths:
    """Deaths of one group within some days of the index procedure."""

    group: str
    days: int
    share: Proportion | None  # of those who died by then or are known to have lived; exact limits
    lost: int  # not known by then: lost, undated or not yet followed so long
    late: int  # enrolled after the index procedure


def early_deaths(counts: CountTable, group: str, days: int) -> EarlyDeaths:
    """Estimate early mortality of one group, or of all.

    Parameters
    ----------
    counts : CountTable
        Patients by `technique_code` and `status`: DIED, FOLLOWED, LOST or LATE.
    group : str
        Code of the technique; "ALL" for everybody.
    days : int
        Days after the index procedure, carried along.

    References
    ----------
    Clopper & Pearson (1934), doi:10.1093/biomet/26.4.404.
    """
    frame = counts.frame
    rows = frame if group == "ALL" else frame[frame["technique_code"] == group]
    n = rows.groupby("status")["n"].sum()
    died, followed, lost, late = (
        int(n.get(status, 0)) for status in ("DIED", "FOLLOWED", "LOST", "LATE")
    )
    known = died + followed
    share = proportion(died, known, method="exact") if known else None
    return EarlyDeaths(group, days, share, lost, late)
