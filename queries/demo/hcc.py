"""Invented patients with hepatocellular carcinoma, the registry's calibrated example.

Distributions, choice of technique and hazards are those of the registry's published design
values; the choice depends on what also decides survival, so crude comparisons mislead.
"""

from dataclasses import dataclass

import numpy as np

from queries.demo.group import Flags, Group, Texts, early_deaths, happens
from queries.demo.network import Numbers, Places
from queries.importers.draft import Value

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
_PROGRESSION_MONTHS = {  # median time to progression
    "CTACE": 7.0,
    "DEBTACE": 7.5,
    "TARE": 9.0,
    "TAE": 6.0,
    "RFA": 17.0,
    "MWA": 19.0,
    "TACE_ABL": 15.0,
}
_GLASS_SHARE = 0.6  # of radioembolisations
_CURATIVE = ("RFA", "MWA", "TACE_ABL")
_CAUSES = ("HBV", "HCV", "ALCOHOL", "MASLD", "OTHER")
_CAUSE_SHARES = {
    "AP": (0.60, 0.15, 0.10, 0.10, 0.05),
    "EU": (0.12, 0.30, 0.32, 0.18, 0.08),
    "AM": (0.12, 0.40, 0.20, 0.22, 0.06),
}


@dataclass(frozen=True, eq=False)
class _Patients:
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


def hcc(region: Texts, random: np.random.Generator) -> Group:
    """Invent one diagnosis for each entry of `region`."""
    who = _patients(region, random)
    chosen = _choose_technique(who, random)
    place = _place(chosen)
    n = region.size
    is_glass = random.random(n) < _GLASS_SHARE
    tare = np.where(is_glass, "TARE_GLASS", "TARE_RESIN")
    chosen_code = np.where(chosen == "TARE", tare, chosen)
    is_bridge = (random.random(n) < 0.12) & ~who.pvi & ~who.spread
    is_curative = np.isin(chosen, _CURATIVE)
    return Group(
        domain="HCC",
        primary_site="C22",
        technique=chosen_code,
        age=who.age,
        is_male=who.is_male,
        ecog=who.ecog,
        size=who.size,
        tumours=who.tumours,
        spread=who.spread,
        log_hazard=_log_hazard(who, chosen),
        scale=np.full(n, SCALE_MONTHS),
        shape=np.full(n, SHAPE),
        early_death=early_deaths(chosen_code),
        progression=np.array(list(_PROGRESSION_MONTHS.values()))[place],
        intent=np.select([is_curative, is_bridge], ["CURATIVE", "BRIDGE"], "PALLIATIVE"),
        answers=_tumour(who, random) | _liver(who, random),
    )


def _patients(region: Texts, random: np.random.Generator) -> _Patients:
    n = region.size
    size = np.clip(random.lognormal(np.log(34), 0.55, n), 8, 200)
    load = random.choice(3, size=n, p=(0.50, 0.28, 0.22))
    tumours = np.where(load == 0, 1, np.where(load == 1, random.integers(2, 4, n), 0))
    tumours = np.where(load == 2, random.integers(4, 12, n), tumours)
    doubling = np.log2(size / 34)
    pvi = happens(-2.7 + 1.1 * doubling + 0.5 * (tumours > 3), random)
    albumin = np.clip(random.normal(37.5, 4.8, n), 18, 55)
    bilirubin = np.clip(random.lognormal(np.log(14), 0.5, n), 2, 300)
    albi = 0.66 * np.log10(bilirubin) - 0.085 * albumin
    return _Patients(
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
        child_pugh_b=happens(-2.1 + 2.2 * (albi + 2.4), random),
        cause=_causes(region, random),
        region=region,
    )


def _choose_technique(who: _Patients, random: np.random.Generator) -> Texts:
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


def _log_hazard(who: _Patients, technique: Texts) -> Numbers:
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


def _place(technique: Texts) -> Places:
    order = {code: place for place, code in enumerate(TECHNIQUES)}
    return np.array([order[code] for code in technique])


def _causes(region: Texts, random: np.random.Generator) -> Texts:
    causes = np.empty(region.size, dtype="U8")
    for code, shares in _CAUSE_SHARES.items():
        here = region == code
        causes[here] = random.choice(_CAUSES, size=int(here.sum()), p=shares)
    return causes


def _tumour(who: _Patients, random: np.random.Generator) -> dict[str, list[Value]]:
    n = who.size.size
    invaded = random.choice(("VP1_2", "VP3", "VP4"), n)
    is_bilobar = random.random(n) < np.where(who.tumours > 1, 0.5, 0.02)
    return {
        "bilobar": np.where(is_bilobar, "Y", "N").tolist(),
        "afp_ng_ml": np.round(who.afp, 1).tolist(),
        "pvi": np.where(who.pvi, invaded, "VP0").tolist(),
        "bclc_site": _bclc_entered(who, random),
    }


def _liver(who: _Patients, random: np.random.Generator) -> dict[str, list[Value]]:
    n, worse = who.size.size, who.child_pugh_b
    inr = np.clip(random.normal(1.15 + 0.15 * worse, 0.12), 0.9, 3)
    platelets = np.clip(random.lognormal(np.log(140), 0.45, n), 20, 600)
    creatinine = np.clip(random.lognormal(np.log(78), 0.25, n), 35, 400)
    ascites = random.random(n) < np.where(worse, 0.45, 0.04)
    confused = random.random(n) < np.where(worse, 0.12, 0.01)
    return {
        "albumin_g_l": np.round(who.albumin, 1).tolist(),
        "bilirubin_umol_l": np.round(who.bilirubin, 1).tolist(),
        "inr": np.round(inr, 2).tolist(),
        "platelets_10e9_l": np.rint(platelets).tolist(),
        "creatinine_umol_l": np.rint(creatinine).tolist(),
        "ascites": np.where(ascites, "MILD", "NONE").tolist(),
        "encephalopathy": np.where(confused, "G1_2", "NONE").tolist(),
        "cirrhosis": np.where(random.random(n) < 0.82, "Y", "N").tolist(),
        "child_pugh_site": np.where(worse, "B", "A").tolist(),
        "etiology": who.cause.tolist(),
    }


def _bclc_entered(who: _Patients, random: np.random.Generator) -> list[Value]:
    is_c = who.pvi | who.spread | (who.ecog >= 1)
    is_0 = (who.tumours == 1) & (who.size <= 20)
    is_a = (who.tumours == 1) | ((who.tumours <= 3) & (who.size <= 30))
    stage = np.select([is_c, is_0, is_a], ["C", "0", "A"], "B")
    # Sites file some stages otherwise: symptoms that are not the tumour's, a node overlooked.
    is_otherwise = (random.random(who.size.size) < 0.08) & np.isin(stage, ("A", "C"))
    entered: list[Value] = np.where(is_otherwise, "B", stage).tolist()
    return entered
