"""The schedule of visits, in days from the index procedure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ScheduledVisit:
    """One visit of the schedule; windows do not overlap."""

    code: str
    due: int  # days from the index procedure
    opens: int  # first day that counts as in time
    closes: int  # last day that counts as in time
    has_imaging: bool = True


SCHEDULE = (
    ScheduledVisit("W1", 7, 4, 10, has_imaging=False),  # bone domain only: pain
    ScheduledVisit("M1", 30, 16, 44),
    ScheduledVisit("M3", 91, 61, 121),
    ScheduledVisit("M6", 183, 153, 213),
    ScheduledVisit("M9", 274, 244, 304),
    ScheduledVisit("M12", 365, 335, 395),
    ScheduledVisit("M18", 548, 488, 608),
    ScheduledVisit("M24", 730, 670, 790),
    ScheduledVisit("M30", 913, 853, 973),
    ScheduledVisit("M36", 1096, 1036, 1156),
    ScheduledVisit("M42", 1278, 1218, 1338),
    ScheduledVisit("M48", 1461, 1401, 1521),
    ScheduledVisit("M54", 1644, 1584, 1704),
    ScheduledVisit("M60", 1826, 1766, 1886),
)
IMAGING_DUE = tuple(visit.due for visit in SCHEDULE if visit.has_imaging)
