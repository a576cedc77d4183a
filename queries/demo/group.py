"""Invented diagnoses of one disease: who they are, what they got, how their disease goes on."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from queries.demo.network import Numbers, Places
from queries.importers.draft import Value

DAYS_PER_MONTH = 30.4375

Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class Group:
    """Diagnoses of one domain at their index procedure; arrays have one entry per diagnosis."""

    domain: str
    primary_site: str  # ICD-10, three characters
    technique: Texts
    age: Numbers
    is_male: Flags
    ecog: Places
    size: Numbers  # largest tumour, mm
    tumours: Places
    spread: Flags  # disease outside the treated organ
    log_hazard: Numbers  # of death, against the reference patient of the technique
    scale: Numbers  # Weibull, months, of the reference patient of the technique
    shape: Numbers
    progression: Numbers  # median months to progression
    intent: Texts
    answers: dict[str, list[Value]]  # columns of the baseline form besides the common ones

    @property
    def n(self) -> int:
        """Number of diagnoses."""
        return self.technique.size


def happens(logit: Numbers, random: np.random.Generator) -> Flags:
    """Draw yes or no with the given log odds."""
    yes: Flags = random.random(logit.size) < 1 / (1 + np.exp(-logit))
    return yes


def days_to_death(group: Group, alive_until: Numbers, random: np.random.Generator) -> Numbers:
    """Draw days from index procedure to death, given that the patient is alive at a day.

    Who is enrolled later than treated was alive then: a draw from the whole curve would put
    people into the registry after their death.
    """
    shape, scale = group.shape, group.scale
    hazard = np.exp(group.log_hazard)
    alive = np.exp(-hazard * (alive_until / DAYS_PER_MONTH / scale) ** shape)
    months = scale * (-np.log(random.random(group.n) * alive) / hazard) ** (1 / shape)
    days: Numbers = np.maximum(np.ceil(months * DAYS_PER_MONTH), 0.0)
    return days


def days_to_progression(group: Group, death: Numbers, random: np.random.Generator) -> Numbers:
    """Draw days from index procedure to progression; nan for who dies without (15 %)."""
    days = np.ceil(random.exponential(group.progression / np.log(2)) * DAYS_PER_MONTH)
    jumps = random.random(death.size) < 0.85  # progression comes before death
    before = np.where(days < death, days, np.ceil(death * random.uniform(0.3, 0.95, death.size)))
    return np.where(jumps, before, np.nan)
