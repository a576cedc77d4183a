"""Invented patients with hepatocellular carcinoma: who they are, what they got, what followed.

Distributions, choice of technique and hazards are those of the registry's published design
values; the choice depends on what also decides survival, so crude comparisons mislead.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from queries.demo.network import Numbers, Places

DAYS_PER_MONTH = 30.4375
SHAPE, SCALE_MONTHS = 1.15, 40.0  # Weibull time to death at the reference patient
# log hazard ratio of death against CTACE: the truth that an adjusted analysis should find
EFFECTS = {
    "CTACE": 0.0,
    "DEBTACE": 0.0,
    "TARE": np.log(0.85),
    "TAE": np.log(1.05),
    "RFA": np.log(0.58),
    "MWA": np.log(0.55),
    "TACE_ABL": np.log(0.62),
}
TECHNIQUES = tuple(EFFECTS)
PROGRESSION_MONTHS = {  # median time to progression
    "CTACE": 7.0,
    "DEBTACE": 7.5,
    "TARE": 9.0,
    "TAE": 6.0,
    "RFA": 17.0,
    "MWA": 19.0,
    "TACE_ABL": 15.0,
}
_CAUSES = ("HBV", "HCV", "ALCOHOL", "MASLD", "OTHER")
_CAUSE_SHARES = {
    "AP": (0.60, 0.15, 0.10, 0.10, 0.05),
    "EU": (0.12, 0.30, 0.32, 0.18, 0.08),
    "AM": (0.12, 0.40, 0.20, 0.22, 0.06),
}

Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class Patients:
    """Covariates at the index procedure; every array has one entry per patient."""

    age: Numbers
    is_male: Flags
    ecog: Places  # 0, 1, 2
    albumin: Numbers  # g/L
    bilirubin: Numbers  # umol/L
    size: Numbers  # largest tumour, mm
    tumours: Places
    pvi: Flags  # portal vein invasion
    spread: Flags  # extrahepatic disease
    afp: Numbers  # ng/mL
    child_pugh_b: Flags
    cause: Texts
    region: Texts

    @property
    def albi(self) -> Numbers:
        """Albumin-bilirubin score."""
        score: Numbers = 0.66 * np.log10(self.bilirubin) - 0.085 * self.albumin
        return score


def patients(region: Texts, random: np.random.Generator) -> Patients:
    """Draw one patient for each entry of `region`."""
    n = region.size
    size = np.clip(random.lognormal(np.log(34), 0.55, n), 8, 200)
    load = random.choice(3, size=n, p=(0.50, 0.28, 0.22))
    tumours = np.where(load == 0, 1, np.where(load == 1, random.integers(2, 4, n), 0))
    tumours = np.where(load == 2, random.integers(4, 12, n), tumours)
    doubling = np.log2(size / 34)
    pvi = _happens(-2.7 + 1.1 * doubling + 0.5 * (tumours > 3), random)
    albumin = np.clip(random.normal(37.5, 4.8, n), 18, 55)
    bilirubin = np.clip(random.lognormal(np.log(14), 0.5, n), 2, 300)
    albi = 0.66 * np.log10(bilirubin) - 0.085 * albumin
    return Patients(
        age=np.clip(np.rint(random.normal(66, 10, n)), 20, 90),
        is_male=random.random(n) < 0.78,
        ecog=random.choice(3, size=n, p=(0.70, 0.25, 0.05)),
        albumin=albumin,
        bilirubin=bilirubin,
        size=size,
        tumours=tumours,
        pvi=pvi,
        spread=random.random(n) < 0.04,
        afp=np.clip(random.lognormal(np.log(18) + 0.5 * doubling + 0.8 * pvi, 2.2), 0.6, 1.5e6),
        child_pugh_b=_happens(-2.1 + 2.2 * (albi + 2.4), random),
        cause=_causes(region, random),
        region=region,
    )


def choose_technique(who: Patients, random: np.random.Generator) -> Texts:
    """Draw a technique for each patient: utilities with the usual indications in them."""
    doubling = np.log2(who.size / 34)
    early = (who.tumours <= 3) & (who.size <= 30) & ~who.pvi & ~who.spread
    middle = (who.tumours <= 3) & (who.size >= 25) & (who.size <= 50) & ~who.pvi
    am, eu, ap = (who.region == code for code in ("AM", "EU", "AP"))
    utility = {
        "CTACE": 1.0 + 0.5 * ap,
        "DEBTACE": 0.6 + 0.4 * eu,
        "TARE": 0.1
        + 0.7 * am
        + 0.2 * eu
        + 2.2 * who.pvi
        + 0.8 * doubling
        + 0.5 * (who.albi + 2.4)
        + 0.4 * (who.ecog >= 1),
        "TAE": -1.2 + 0.3 * am,
        "RFA": np.where(early, 2.2 + 0.2 * ap, -3.0),
        "MWA": np.where(early, 2.4, -2.5),
        "TACE_ABL": np.where(middle, 0.6, -3.0),
    }
    table = np.column_stack([np.broadcast_to(utility[code], who.size.shape) for code in TECHNIQUES])
    # The largest of utility plus Gumbel noise is a draw from the softmax.
    drawn = (table + random.gumbel(size=table.shape)).argmax(axis=1)
    technique: Texts = np.array(TECHNIQUES)[drawn]
    return technique


def log_hazard(who: Patients, technique: Texts) -> Numbers:
    """Return the log hazard of death against the reference patient with CTACE."""
    effect = np.array([EFFECTS[code] for code in TECHNIQUES])
    eta: Numbers = (
        np.log(2.2) * (who.albi + 2.4)
        + np.log(1.45) * (who.ecog >= 1)
        + np.log(2.3) * who.pvi
        + np.log(1.8) * who.spread
        + np.log(1.28) * np.log2(who.size / 34)
        + np.log(1.35) * (who.tumours > 3)
        + 0.05 * np.log(who.afp / 18)
        + np.log(1.08) * (who.age - 66) / 10
        + effect[_place(technique)]
    )
    return eta


def days_to_death(eta: Numbers, alive_until: Numbers, random: np.random.Generator) -> Numbers:
    """Draw days from index procedure to death, given that the patient is alive at a day.

    Who is enrolled later than treated was alive then: a draw from the whole curve would put
    people into the registry after their death.
    """
    alive = np.exp(-np.exp(eta) * (alive_until / DAYS_PER_MONTH / SCALE_MONTHS) ** SHAPE)
    months = SCALE_MONTHS * (-np.log(random.random(eta.size) * alive) * np.exp(-eta)) ** (1 / SHAPE)
    days: Numbers = np.maximum(np.ceil(months * DAYS_PER_MONTH), 0.0)
    return days


def days_to_progression(technique: Texts, death: Numbers, random: np.random.Generator) -> Numbers:
    """Draw days from index procedure to progression; nan for who dies without (15 %)."""
    median = np.array([PROGRESSION_MONTHS[code] for code in TECHNIQUES])[_place(technique)]
    days = np.ceil(random.exponential(median / np.log(2)) * DAYS_PER_MONTH)
    jumps = random.random(death.size) < 0.85
    before = np.where(days < death, days, np.ceil(death * random.uniform(0.3, 0.95, death.size)))
    return np.where(jumps, before, np.nan)


def _place(technique: Texts) -> Places:
    order = {code: place for place, code in enumerate(TECHNIQUES)}
    return np.array([order[code] for code in technique])


def _happens(logit: Numbers, random: np.random.Generator) -> Flags:
    happens: Flags = random.random(logit.size) < 1 / (1 + np.exp(-logit))
    return happens


def _causes(region: Texts, random: np.random.Generator) -> Texts:
    causes = np.empty(region.size, dtype="U8")
    for code, shares in _CAUSE_SHARES.items():
        here = region == code
        causes[here] = random.choice(_CAUSES, size=int(here.sum()), p=shares)
    return causes
