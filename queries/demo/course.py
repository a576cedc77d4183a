"""The invented course of every patient: enrolment, index procedure, visits, death, loss."""

from dataclasses import dataclass

import numpy as np

from queries.demo import hcc
from queries.demo.network import CUTOFF, Days, Network, Numbers, Places, assign_sites

RETROSPECTIVE = 0.08  # share enrolled after their index procedure
SCHEDULE = {  # scheduled visit -> day due, days before and after
    "M1": (30, 14),
    "M3": (91, 30),
    "M6": (183, 30),
    "M9": (274, 30),
    "M12": (365, 30),
    "M18": (548, 60),
    "M24": (730, 60),
    "M30": (913, 60),
    "M36": (1096, 60),
    "M42": (1278, 60),
    "M48": (1461, 60),
    "M54": (1644, 60),
    "M60": (1826, 60),
}


@dataclass(frozen=True, eq=False)
class Course:
    """What happened to each diagnosis; days are counted from the index procedure."""

    site: Places
    who: hcc.Patients
    technique: hcc.Texts
    consent: Days
    enrolled: Days
    index: Days
    is_retrospective: hcc.Flags
    death: Numbers  # inf where it would come after the end of observation
    end: Numbers  # death, loss or data cut-off, whichever is first
    is_lost: hcc.Flags
    progression: Numbers  # nan where none was seen

    @property
    def n(self) -> int:
        """Number of diagnoses."""
        return self.site.size


def courses(sites: Network, n: int, random: np.random.Generator) -> Course:
    """Invent n diagnoses at the sites of the demo."""
    site, enrolled = assign_sites(sites, n, random)
    who = hcc.patients(sites.region[site], random)
    technique = hcc.choose_technique(who, random)
    is_retrospective = random.random(n) < RETROSPECTIVE
    before = random.integers(0, 31, n)  # consent to procedure
    after = random.integers(30, 366, n)  # procedure to consent
    index = enrolled + np.where(is_retrospective, -after, before)
    cut = (np.datetime64(CUTOFF, "D") - index).astype(np.int64).astype(float)
    is_late = cut < 0  # planned after the cut-off: treated on the day of enrolment
    index = np.where(is_late, enrolled, index)
    cut = (np.datetime64(CUTOFF, "D") - index).astype(np.int64).astype(float)
    entry = np.maximum((enrolled - index).astype(np.int64), 0).astype(float)
    death = hcc.days_to_death(hcc.log_hazard(who, technique), entry, random)
    loss = entry + np.ceil(random.exponential(365.25 / sites.loss[site]))
    end = np.minimum(np.minimum(death, loss), cut)
    progression = hcc.days_to_progression(technique, death, random)
    return Course(
        site=site,
        who=who,
        technique=technique,
        consent=enrolled,
        enrolled=enrolled,
        index=index,
        is_retrospective=is_retrospective,
        death=np.where(death <= end, death, np.inf),
        end=end,
        is_lost=(loss < death) & (loss < cut),
        progression=np.where(progression <= end, progression, np.nan),
    )
