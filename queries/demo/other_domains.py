"""Invented patients of the other diseases, from published medians and a few hazards each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from queries.demo.group import Flags, Group, early_deaths
from queries.demo.network import Numbers, Places
from queries.importers.draft import Value

Drawn: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.generic]]"
Draw: TypeAlias = Callable[[int, np.random.Generator], Drawn]


@dataclass(frozen=True)
class Treated:
    """One technique of a disease."""

    share: float
    median: float  # months of overall survival of the average patient
    shape: float  # Weibull
    progression: float  # median months to progression
    is_curative: bool = False


@dataclass(frozen=True)
class Disease:
    """What is needed to invent patients of a disease."""

    code: str
    primary_site: str
    techniques: Mapping[str, Treated]
    age: tuple[float, float]  # mean and spread, years
    men: float
    size: tuple[float, float]  # median in mm, and spread of its logarithm
    single: float  # share with one tumour
    spread: float  # share with disease outside the organ
    columns: Mapping[str, Draw] = field(default_factory=dict)
    # (column, codes or threshold, hazard ratio of death)
    hazards: tuple[tuple[str, tuple[str, ...] | float, float], ...] = ()


def one_of(**shares: float) -> Draw:
    """Draw codes with the given shares; a leading underscore is no part of a code."""
    names, weights = [name.lstrip("_") for name in shares], list(shares.values())
    return lambda n, random: random.choice(names, n, p=weights)


def yes(share: float) -> Draw:
    """Draw Y with the given share, else N."""
    return one_of(Y=share, N=1 - share)


def lognormal(median: float, spread: float, low: float, high: float) -> Draw:
    """Draw positive numbers around a median, one decimal."""
    return lambda n, random: np.round(
        np.clip(random.lognormal(np.log(median), spread, n), low, high), 1
    )


def normal(mean: float, spread: float, low: float, high: float) -> Draw:
    """Draw numbers around a mean, one decimal."""
    return lambda n, random: np.round(np.clip(random.normal(mean, spread, n), low, high), 1)


def whole(low: int, high: int, mean: float) -> Draw:
    """Draw whole numbers between two bounds."""
    return lambda n, random: np.clip(random.poisson(mean, n), low, high)


_LIVER: dict[str, Draw] = {
    "albumin_g_l": normal(40, 4, 22, 52),
    "bilirubin_umol_l": lognormal(10, 0.4, 3, 90),
    "bilobar": yes(0.45),
}
_INVOLVED = one_of(**{"<25": 0.6, "25-50": 0.25, "50-75": 0.11, ">75": 0.04})

DISEASES: tuple[Disease, ...] = (
    Disease(
        "CRLM",
        "C18",
        {
            "TARE_RESIN": Treated(0.24, 15, 1.15, 5),
            "DEBIRI": Treated(0.14, 13, 1.15, 5),
            "HAI": Treated(0.08, 20, 1.15, 7),
            "MWA": Treated(0.36, 44, 1.2, 15, is_curative=True),
            "RFA": Treated(0.18, 42, 1.2, 14, is_curative=True),
        },
        age=(64, 10),
        men=0.62,
        size=(21, 0.5),
        single=0.45,
        spread=0.18,
        columns=_LIVER
        | {
            "liver_involvement_pct": _INVOLVED,
            "cea_ng_ml": lognormal(18, 1.5, 0.5, 9_000),
            "primary_side": one_of(RIGHT=0.3, LEFT=0.45, RECTUM=0.25),
            "synchronous": yes(0.5),
            "primary_node_positive": yes(0.58),
            "ras_status": one_of(WT=0.48, MUT=0.44, UNK=0.08),
            "braf_status": one_of(WT=0.86, MUT=0.06, UNK=0.08),
            "msi_status": one_of(MSS=0.88, MSI=0.04, UNK=0.08),
        },
        hazards=(
            ("cea_ng_ml", 200, 1.5),
            ("ras_status", ("MUT",), 1.3),
            ("braf_status", ("MUT",), 2.0),
        ),
    ),
    Disease(
        "ICC",
        "C22",
        {
            "TARE_GLASS": Treated(0.5, 14.5, 1.15, 6),
            "CTACE": Treated(0.28, 13, 1.15, 5),
            "MWA": Treated(0.22, 22, 1.1, 10, is_curative=True),
        },
        age=(65, 10),
        men=0.52,
        size=(52, 0.5),
        single=0.5,
        spread=0.25,
        columns=_LIVER
        | {
            "liver_involvement_pct": _INVOLVED,
            "cirrhosis": yes(0.22),
            "pvi": one_of(VP0=0.82, VP1_2=0.08, VP3=0.07, VP4=0.03),
            "ca19_9_u_ml": lognormal(60, 1.8, 0.6, 90_000),
        },
        hazards=(("pvi", ("VP3", "VP4"), 1.6),),
    ),
    Disease(
        "NELM",
        "C25",
        {
            "TAE": Treated(0.36, 36, 1.05, 22),
            "CTACE": Treated(0.3, 34, 1.05, 20),
            "TARE_RESIN": Treated(0.34, 32, 1.05, 25),
        },
        age=(60, 11),
        men=0.53,
        size=(38, 0.5),
        single=0.12,
        spread=0.3,
        columns=_LIVER
        | {
            "liver_involvement_pct": one_of(
                **{"<25": 0.35, "25-50": 0.35, "50-75": 0.22, ">75": 0.08}
            ),
            "ki67_pct": lognormal(5, 0.9, 0.5, 60),
            "net_grade": one_of(G1=0.38, G2=0.5, G3=0.1, UNK=0.02),
            "net_primary": one_of(PANCREAS=0.36, MIDGUT=0.44, HINDGUT=0.08, UNK=0.12),
            "functional_syndrome": yes(0.32),
            "prior_prrt": yes(0.14),
        },
        hazards=(
            ("net_grade", ("G2",), 1.4),
            ("net_grade", ("G3",), 2.5),
            ("liver_involvement_pct", ("50-75", ">75"), 1.8),
        ),
    ),
    Disease(
        "RCC",
        "C64",
        {
            "CRYO": Treated(0.62, 140, 1.3, 160, is_curative=True),
            "MWA": Treated(0.26, 140, 1.3, 150, is_curative=True),
            "RFA": Treated(0.12, 140, 1.3, 140, is_curative=True),
        },
        age=(68, 11),
        men=0.66,
        size=(27, 0.32),
        single=0.94,
        spread=0.01,
        columns={
            "charlson": whole(0, 9, 2.2),
            "creatinine_umol_l": lognormal(90, 0.3, 40, 400),
            "clinical_t": one_of(T1A=0.86, T1B=0.14),
            "renal_score": whole(4, 11, 6.4),
            "solitary_kidney": yes(0.09),
            "hereditary_syndrome": yes(0.05),
            "egfr": normal(70, 20, 15, 120),
            "rcc_histology": one_of(
                CLEAR=0.5, PAPILLARY=0.16, CHROMO=0.05, ONCO=0.08, NONDIAG=0.08, NONE=0.13
            ),
        },
        hazards=(("charlson", 2.5, 1.6),),
    ),
    Disease(
        "LUNG_P",
        "C34",
        {
            "MWA": Treated(0.55, 40, 1.2, 26, is_curative=True),
            "RFA": Treated(0.25, 40, 1.2, 24, is_curative=True),
            "CRYO": Treated(0.2, 40, 1.2, 26, is_curative=True),
        },
        age=(72, 8),
        men=0.55,
        size=(19, 0.3),
        single=0.97,
        spread=0.01,
        columns={
            "charlson": whole(0, 10, 3.2),
            "clinical_t": one_of(T1A=0.55, T1B=0.4, UNK=0.05),
            "lung_histology": one_of(ADENO=0.55, SQUAM=0.25, OTHER=0.08, NONE=0.12),
            "lung_location": one_of(PERIPHERAL=0.82, CENTRAL=0.14, UNK=0.04),
            "fev1_pct": normal(64, 20, 20, 120),
            "dlco_pct": normal(56, 18, 15, 110),
        },
        hazards=(("charlson", 3.5, 1.4),),
    ),
    Disease(
        "LUNG_M",
        "C18",
        {
            "CRYO": Treated(0.3, 58, 1.3, 18, is_curative=True),
            "RFA": Treated(0.3, 60, 1.3, 17, is_curative=True),
            "MWA": Treated(0.4, 59, 1.3, 18, is_curative=True),
        },
        age=(63, 11),
        men=0.58,
        size=(13, 0.35),
        single=0.5,
        spread=0.2,
        columns={"disease_free_interval_mo": lognormal(24, 0.8, 0, 200)},
    ),
    Disease(
        "BONE",
        "C61",
        {
            "CRYO": Treated(0.44, 11, 1.0, 6),
            "RFA": Treated(0.34, 12, 1.0, 6),
            "ABL_CEMENT": Treated(0.22, 11.5, 1.0, 6),
        },
        age=(64, 11),
        men=0.56,
        size=(42, 0.45),
        single=0.55,
        spread=0.6,
        columns={
            "bone_site": one_of(SPINE=0.4, PELVIS=0.34, LONG_BONE=0.1, RIB=0.1, OTHER=0.06),
            "bone_type": one_of(LYTIC=0.55, BLASTIC=0.2, MIXED=0.21, UNK=0.04),
            "opioid_ome_mg": lognormal(45, 0.9, 0, 600),
        },
    ),
)
SHARES = {  # of 4,000 diagnoses
    "HCC": 1600,
    "CRLM": 750,
    "ICC": 220,
    "NELM": 260,
    "RCC": 420,
    "LUNG_M": 260,
    "LUNG_P": 170,
    "BONE": 320,
}


def invented(disease: Disease, n: int, random: np.random.Generator) -> Group:
    """Invent n diagnoses of a disease."""
    treated = list(disease.techniques.values())
    place = random.choice(len(treated), n, p=[one.share for one in treated])
    answers = {name: draw(n, random) for name, draw in disease.columns.items()}
    ecog = random.choice(4, n, p=(0.6, 0.3, 0.08, 0.02))
    size = np.clip(random.lognormal(np.log(disease.size[0]), disease.size[1], n), 4, 200)
    many = random.integers(2, 8, n)
    tumours = np.where(random.random(n) < disease.single, 1, many)
    spread = random.random(n) < disease.spread
    shape = np.array([one.shape for one in treated])[place]
    median = np.array([one.median for one in treated])[place]
    is_curative = np.array([one.is_curative for one in treated])[place]
    eta = _log_hazard(disease, answers, ecog, size) + np.log(1.3) * (tumours > 3)
    eta = eta + np.log(1.5) * spread
    technique = np.array(list(disease.techniques))[place]
    # Bone metastases are treated late in a disease of which many die within the month.
    is_late = disease.code == "BONE"
    return Group(
        domain=disease.code,
        primary_site=disease.primary_site,
        technique=technique,
        age=np.clip(np.rint(random.normal(*disease.age, n)), 20, 90),
        is_male=random.random(n) < disease.men,
        ecog=ecog,
        size=size,
        tumours=tumours,
        spread=spread,
        log_hazard=eta - eta.mean(),  # medians are those of the average patient
        scale=median / np.log(2) ** (1 / shape),
        shape=shape,
        early_death=np.full(n, np.nan) if is_late else early_deaths(technique),
        progression=np.array([one.progression for one in treated])[place],
        intent=np.where(is_curative & (ecog < 3), "CURATIVE", "PALLIATIVE"),
        answers={name: _plain(values) for name, values in answers.items()},
    )


def _log_hazard(
    disease: Disease, answers: Mapping[str, Drawn], ecog: Places, size: Numbers
) -> Numbers:
    eta = np.log(1.5) * (ecog >= 1) + np.log(1.2) * np.log2(size / disease.size[0])
    for column, condition, ratio in disease.hazards:
        values = answers[column]
        is_met: Flags = (
            np.isin(values, condition)
            if isinstance(condition, tuple)
            else np.asarray(values, dtype=float) > condition
        )
        eta = eta + np.log(ratio) * is_met
    total: Numbers = eta
    return total


def _plain(values: Drawn) -> list[Value]:
    plain: list[Value] = values.tolist()
    return plain
