"""Incidence of adverse events: per patient, per procedure, per time under observation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.accrual_rates import rate_limits
from analytics.errors import BadInput
from analytics.inputs import Floats, Ints, labels
from analytics.limits import check_confidence
from analytics.proportions import proportion_limits

ANY = "ANY"  # label of the row of all terms together
NO_EXPOSURE = "no exposure"

_UNITS = ("patient", "procedure")
_DAYS_PER_100_MONTHS = 3_043.75  # a month has 30.4375 days


@dataclass(frozen=True)
class Exposure:
    """Who could have had an adverse event, whether or not anybody did."""

    patients: int  # who were treated
    procedures: int
    patient_days: float  # sum of the days that each patient was watched for adverse events


@dataclass(frozen=True, eq=False)
class Incidence:
    """Adverse events by term; shares and rates with exact two-sided limits.

    Columns of the frame, one row per term and first one for all terms together:
    `term`; `patients` with at least one event, `patient_share`, `patient_lower`,
    `patient_upper`; `procedures` followed by at least one, `procedure_share`,
    `procedure_lower`, `procedure_upper`; `events`, `rate` per 100 patient-months,
    `rate_lower`, `rate_upper`. nan where nobody was exposed.
    """

    frame: pd.DataFrame
    exposure: Exposure
    unattributed: int  # events without a procedure: in patients and events only
    notes: tuple[str, ...]  # what has no exposure, in words
    confidence: float


def incidence(
    term: ArrayLike,
    patient: ArrayLike,
    procedure: ArrayLike,
    exposure: Exposure,
    *,
    terms: Sequence[str] | None = None,
    confidence: float = 0.95,
) -> Incidence:
    """Count adverse events over patients, procedures and time.

    Parameters
    ----------
    term : array-like of str, shape (events,)
        What happened; may be empty, as when nothing did.
    patient : array-like, shape (events,)
        Label of the patient.
    procedure : array-like, shape (events,)
        Label of the procedure that the event followed; missing where it followed none.
    exposure : Exposure
        All patients, procedures and days at risk, with or without events.
    terms : sequence of str, optional
        Terms to list, in order, also those that never happened; else those that did, by
        number of patients. All rows count in the row of all terms.
    confidence : float
        Level of the two-sided limits, between 0 and 1.

    Raises
    ------
    BadInput
        If lengths differ, a term or patient is missing, or more patients or procedures have
        an event than were exposed.

    Notes
    -----
    Whoever has a term twice counts once per patient and twice in the rate. Clopper-Pearson
    limits for shares, Garwood's for rates; so 0 of n comes with an upper limit (about
    3.7 / n at 95 %, two-sided). Limits per procedure and of rates take procedures and events
    as independent; patients with many of them make the true limits wider.

    References
    ----------
    Clopper & Pearson (1934), doi:10.1093/biomet/26.4.404. Garwood (1936),
    doi:10.1093/biomet/28.3-4.437.
    """
    check_confidence(confidence)
    _check_exposure(exposure)
    rows = _rows(term, patient, procedure)
    listed = _terms(rows, terms)
    counted = _count(rows, listed)
    _refuse_more_than_exposed(counted, exposure)
    columns: dict[str, ArrayLike] = {"term": [ANY, *listed]}
    for unit, n in (("patient", exposure.patients), ("procedure", exposure.procedures)):
        had = counted[f"{unit}s"].to_numpy()
        columns |= _shares(unit, had, n, confidence)
    columns |= _rates(counted["events"].to_numpy(), exposure.patient_days, confidence)
    return Incidence(
        frame=pd.DataFrame(columns),
        exposure=exposure,
        unattributed=int(rows["procedure"].isna().sum()),
        notes=_notes(exposure),
        confidence=confidence,
    )


def _check_exposure(exposure: Exposure) -> None:
    amounts = np.array([exposure.patients, exposure.procedures, exposure.patient_days])
    if not np.isfinite(amounts).all() or (amounts < 0).any():
        raise BadInput(
            f"Exposure is {amounts.tolist()}.", "Give patients, procedures and days, 0 or more."
        )


def _rows(term: ArrayLike, patient: ArrayLike, procedure: ArrayLike) -> pd.DataFrame:
    parts = {"term": term, "patient": patient, "procedure": procedure}
    series = {name: pd.Series(np.asarray(its, dtype=object)) for name, its in parts.items()}
    if len({its.size for its in series.values()}) > 1:
        sizes = ", ".join(f"{name} {its.size}" for name, its in series.items())
        raise BadInput(f"Rows of events differ: {sizes}.", "Give one of each per event.")
    labels("term", series["term"])
    labels("patient", series["patient"])
    return pd.DataFrame(series)


def _terms(rows: pd.DataFrame, terms: Sequence[str] | None) -> list[str]:
    if terms is not None:
        return list(terms)
    patients = rows.groupby("term")["patient"].nunique()
    return sorted(patients.index, key=lambda term: (-patients[term], term))


def _count(rows: pd.DataFrame, listed: list[str]) -> pd.DataFrame:
    """Return patients, procedures and events: of all terms, then of each listed one."""
    place = pd.Index(listed, dtype=object).get_indexer(pd.Index(rows["term"]))
    counted = {f"{unit}s": _distinct(rows[unit], place, len(listed)) for unit in _UNITS}
    events = np.bincount(place[place >= 0], minlength=len(listed))
    return pd.DataFrame({**counted, "events": np.append(len(rows), events)})


def _distinct(unit: "pd.Series[Any]", place: Ints, n_terms: int) -> Ints:
    """Return how many units had anything, then how many had each term."""
    member, known = pd.factorize(unit)
    pairs = np.unique((place * len(known) + member)[(place >= 0) & (member >= 0)])
    by_term = np.bincount(pairs // max(len(known), 1), minlength=n_terms)
    return np.append(len(known), by_term)


def _refuse_more_than_exposed(counted: pd.DataFrame, exposure: Exposure) -> None:
    exposed = {"patients": exposure.patients, "procedures": exposure.procedures}
    for unit, n in exposed.items():
        had = int(counted[unit].iloc[0])
        if had > n:
            raise BadInput(
                f"{had} {unit} have an event, but {n} were exposed.",
                "Count everybody who was treated, with and without events.",
            )
    if counted["events"].iloc[0] and not exposure.patient_days:
        raise BadInput("Events happened within 0 patient-days.", "Give the days at risk.")


def _shares(unit: str, had: Ints, n: int, confidence: float) -> dict[str, ArrayLike]:
    share = lower = upper = np.full(had.size, np.nan)
    if n:
        share = had / n
        everybody = np.full(had.size, n)
        lower, upper = proportion_limits(had, everybody, method="exact", confidence=confidence)
    return {
        f"{unit}s": had,
        f"{unit}_share": share,
        f"{unit}_lower": lower,
        f"{unit}_upper": upper,
    }


def _rates(events: Ints, patient_days: float, confidence: float) -> dict[str, ArrayLike]:
    hundreds: Floats = np.full(events.size, patient_days / _DAYS_PER_100_MONTHS)
    lower, upper = rate_limits(events, hundreds, confidence=confidence)
    rate = events / np.where(hundreds > 0, hundreds, np.nan)
    return {"events": events, "rate": rate, "rate_lower": lower, "rate_upper": upper}


def _notes(exposure: Exposure) -> tuple[str, ...]:
    amounts = {
        "patients": exposure.patients,
        "procedures": exposure.procedures,
        "patient-time": exposure.patient_days,
    }
    return tuple(f"{unit}: {NO_EXPOSURE}" for unit, amount in amounts.items() if not amount)
