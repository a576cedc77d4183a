"""Invented diagnoses of one disease: who they are, what they got, how their disease goes on."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from queries.demo.network import Numbers, Places
from queries.domains.common import TECHNIQUES
from queries.importers.draft import Value

DAYS_PER_MONTH = 30.4375
# Share that dies within 30 days of the procedure, by family of technique.
_EARLY_DEATHS = {
    "EMBO": 0.008,
    "INFUSION": 0.008,
    "COMBI": 0.008,
    "RADIO": 0.010,
    "ABLATION": 0.002,
}
_EARLY = 30  # days
_FAMILIES = {technique.code: technique.family for technique in TECHNIQUES}

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
    early_death: Numbers  # share that dies within 30 days; nan: as the curve has it
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


def early_deaths(technique: Texts) -> Numbers:
    """Return the share that dies within 30 days of a procedure; nan where it is not limited."""
    codes, place = np.unique(technique, return_inverse=True)
    shares = [_EARLY_DEATHS.get(_FAMILIES[code], np.nan) for code in codes.tolist()]
    early: Numbers = np.array(shares)[place]
    return early


def days_to_death(group: Group, alive_until: Numbers, random: np.random.Generator) -> Numbers:
    """Draw days from index procedure to death, given that the patient is alive at a day.

    Who is enrolled later than treated was alive then: a draw from the whole curve would put
    people into the registry after their death. Who is about to die is not treated: within 30
    days only a small share dies, whatever the disease; the curve holds for the others.
    """
    shape, scale = group.shape, group.scale
    hazard = np.exp(group.log_hazard)
    is_limited = ~np.isnan(group.early_death)
    start = np.where(is_limited, np.maximum(alive_until, _EARLY), alive_until)
    alive = np.exp(-hazard * (start / DAYS_PER_MONTH / scale) ** shape)
    months = scale * (-np.log(random.random(group.n) * alive) / hazard) ** (1 / shape)
    later = np.maximum(np.ceil(months * DAYS_PER_MONTH), 0.0)
    is_early = (random.random(group.n) < group.early_death) & (alive_until == 0)
    days: Numbers = np.where(is_early, random.integers(1, _EARLY + 1, group.n), later)
    return days


def days_to_progression(group: Group, death: Numbers, random: np.random.Generator) -> Numbers:
    """Draw days from index procedure to progression; nan for who dies without (15 %)."""
    days = np.ceil(random.exponential(group.progression / np.log(2)) * DAYS_PER_MONTH)
    jumps = random.random(death.size) < 0.85  # progression comes before death
    before = np.where(days < death, days, np.ceil(death * random.uniform(0.3, 0.95, death.size)))
    return np.where(jumps, before, np.nan)
