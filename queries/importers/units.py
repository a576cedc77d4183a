"""Units that a source may use, and what makes them the registry's."""

from queries.domains.model import Field
from queries.errors import ImportRefused

# registry's unit -> source's unit -> factor
_FACTORS: dict[str, dict[str, float]] = {
    "mm": {"cm": 10.0},
    "g/L": {"g/dL": 10.0},
    "ng/mL": {"ug/L": 1.0},
    "10^9/L": {"G/L": 1.0, "10^3/uL": 1.0, "10^6/L": 0.001, "1/uL": 0.001},
    "GBq": {"MBq": 0.001, "mCi": 0.037},
    "min": {"s": 1 / 60},
    "years": {"months": 1 / 12},
}
# Units whose factor depends on the substance: field -> source's unit -> factor
_BY_SUBSTANCE: dict[str, dict[str, float]] = {
    "afp_ng_ml": {"IU/mL": 1.21},
    "bilirubin_umol_l": {"mg/dL": 17.1},
    "creatinine_umol_l": {"mg/dL": 88.4},
}
DAYS: dict[str, float] = {"days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25}


def factor(field: Field, unit: str) -> float:
    """Return what a number in `unit` is multiplied by to be in the field's own unit.

    Raises
    ------
    ImportRefused
        If the field has another kind of unit, or none.
    """
    if unit in ("", field.unit):
        return 1.0
    known = _known(field)
    if unit not in known:
        allowed = ", ".join(units_of(field)) or "no unit"
        raise ImportRefused(
            f"The mapping gives {field.name} in {unit}, which cannot become "
            f"{field.unit or 'a number without unit'}.",
            f"Use one of: {allowed}.",
        )
    return known[unit]


def units_of(field: Field) -> tuple[str, ...]:
    """Return the units that a field may come in, its own first."""
    return tuple(filter(None, (field.unit, *_known(field))))


def _known(field: Field) -> dict[str, float]:
    return _FACTORS.get(field.unit, {}) | _BY_SUBSTANCE.get(field.name, {})
