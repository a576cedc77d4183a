"""Scales of questionnaires: which way is better, and which change matters to patients."""

from typing import Literal

from analytics.scales import Scale
from queries.domains.common import INSTRUMENT

INSTRUMENTS = {code.code: code.label for code in INSTRUMENT}
_OSOBA = "Osoba et al. 1998, doi:10.1200/JCO.1998.16.1.139"
_FARRAR = "Farrar et al. 2001, doi:10.1016/S0304-3959(01)00349-9"
_STEEL = "Steel et al. 2006, doi:10.1093/annonc/mdj072"
_PICKARD = "Pickard et al. 2007, doi:10.1186/1477-7525-5-70"

_FUNCTIONS = {
    "QL2": "Global health and quality of life",
    "PF2": "Physical functioning",
    "RF2": "Role functioning",
    "EF": "Emotional functioning",
    "CF": "Cognitive functioning",
    "SF": "Social functioning",
}
_SYMPTOMS = {
    "FA": "Fatigue",
    "NV": "Nausea and vomiting",
    "PA": "Pain",
    "DY": "Dyspnoea",
    "SL": "Insomnia",
    "AP": "Appetite loss",
    "CO": "Constipation",
    "DI": "Diarrhoea",
    "FI": "Financial difficulties",
}
_SCALES: dict[tuple[str, str], Scale] = {
    **{
        ("QLQ_C30", code): Scale(code, label, 0, 100, "higher", 10, _OSOBA)
        for code, label in _FUNCTIONS.items()
    },
    **{
        ("QLQ_C30", code): Scale(code, label, 0, 100, "lower", 10, _OSOBA)
        for code, label in _SYMPTOMS.items()
    },
    ("FACT_HEP", "TOTAL"): Scale("TOTAL", "Total score", 0, 180, "higher", 8, _STEEL),
    ("BPI_SF", "WORST_PAIN"): Scale("WORST_PAIN", "Worst pain", 0, 10, "lower", 2, _FARRAR),
    ("BPI_SF", "INTERFERENCE"): Scale("INTERFERENCE", "Interference of pain", 0, 10, "lower"),
    ("EQ5D5L", "INDEX"): Scale("INDEX", "Index", -1, 1, "higher", 0.08, _PICKARD),
    ("EQ5D5L", "VAS"): Scale("VAS", "Visual analogue scale", 0, 100, "higher", 7, _PICKARD),
}
PAIN = ("BPI_SF", "WORST_PAIN")


def scale_of(instrument: str, code: str) -> Scale:
    """Return a scale; of an unlisted one neither direction nor important change is known."""
    if (instrument, code) in _SCALES:
        return _SCALES[instrument, code]
    better: Literal["lower"] | None = "lower" if instrument == "HCC18" else None
    label = code if code != code.upper() else code.replace("_", " ").capitalize()
    return Scale(code, label, 0, 180 if instrument == "FACT_HEP" else 100, better)
