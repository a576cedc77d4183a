"""Covariates as entered made ready for a score model; what was missing, and what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from analytics.columns import UNKNOWN
from analytics.covariate_levels import FEWEST, NOT_KNOWN, Absence, joined_levels
from analytics.errors import BadInput
from analytics.imputation import impute
from analytics.inputs import Bools, Floats, Ints

Missing: TypeAlias = Literal["level", "complete", "imputed"]
Scale: TypeAlias = Literal["number", "log2", "category"]

MISSING: dict[Missing, str] = {
    "level": "a level of its own for what is not known",
    "complete": "patients with every covariate only",
    "imputed": "multiple imputation",
}
IMPUTATIONS = 5  # tables; a design and a comparison is made in each


@dataclass(frozen=True)
class Covariate:
    """How one covariate enters the score."""

    name: str  # column
    label: str
    scale: Scale
    levels: tuple[tuple[str, str], ...] = ()  # code and label, in their natural order


@dataclass(frozen=True, eq=False)
class Account:
    """What was missing of one covariate, and what was done about it."""

    label: str
    n: int
    n_missing: int
    done: str  # in words


@dataclass(frozen=True, eq=False)
class Handled:
    """Covariates of the patients who stay, once per imputation (else once)."""

    tables: tuple[pd.DataFrame, ...]  # complete; shape (kept, covariates)
    kept: Bools  # of all patients given: all but those without complete values, if asked
    accounts: tuple[Account, ...]
    absences: tuple[Absence, ...]


def handle(  # noqa: PLR0913  # the rules of a design on its covariates, keyword-only
    rows: pd.DataFrame,
    member: Ints,
    covariates: Sequence[Covariate],
    *,
    arms: tuple[str, ...],
    missing: Missing,
    also: pd.DataFrame | None = None,
    fewest: int = FEWEST,
) -> Handled:
    """Make covariates ready for a score model.

    Parameters
    ----------
    rows : DataFrame, shape (n, ...)
        Columns of the covariates; NULL or "UNK" is not known.
    member : Ints, shape (n,)
        Place of the patient's arm in `arms`.
    covariates : sequence of Covariate
        What to adjust for.
    arms : tuple of str
        Names; of two: reference, treated.
    missing : {"level", "complete", "imputed"}
        Level: not known is a level of its own; a number gets its median and a column that
        says so. Complete: patients with every value. Imputed: 5 tables, each completed by
        draws from what the other covariates, the arm and `also` predict.
    also : DataFrame, shape (n, j), optional
        What else predicts missing values: the outcome, once it is open.
    fewest : int
        Patients of each arm that a level must have, as in `joined_levels`.

    Raises
    ------
    BadInput
        If no covariate is left, or nobody has all of them.

    Notes
    -----
    A covariate that nobody has, or that is the same for everybody, is left out by name. Levels
    with fewer patients of an arm than asked are joined with a neighbour.
    """
    if missing not in get_args(Missing):
        raise BadInput(f"There is no rule {missing!r}.", f"Use one of {', '.join(MISSING)}.")
    columns = {c.name: _entered(rows[c.name], c) for c in covariates}
    usable = [c for c in covariates if _varies(columns[c.name])]
    unknown = pd.DataFrame({c.name: columns[c.name].isna() for c in usable}, index=rows.index)
    kept = np.ones(len(rows), dtype=np.bool_)
    if missing == "complete":
        kept = ~unknown.any(axis=1).to_numpy(dtype=np.bool_)
    _refuse_nobody(kept, usable)
    make = _Maker(member[kept], arms, missing, fewest=fewest)
    for covariate in usable:
        make.add(covariate, columns[covariate.name][kept].reset_index(drop=True))
    by_label = dict(zip((c.label for c in usable), make.done, strict=True))
    tables = make.tables(None if also is None else also[kept].reset_index(drop=True))
    return Handled(
        tables=tables,
        kept=kept,
        accounts=tuple(
            Account(
                c.label,
                len(rows),
                int(columns[c.name].isna().sum()),
                by_label.get(c.label, _left_out(columns[c.name])),
            )
            for c in covariates
        ),
        absences=tuple(make.absences),
    )


def _entered(values: "pd.Series[Any]", covariate: Covariate) -> "pd.Series[Any]":
    if covariate.scale == "category":
        labels = dict(covariate.levels)
        known = values.where(values.notna() & (values != UNKNOWN), None)
        return known.map(lambda code: labels.get(str(code), str(code)), na_action="ignore")
    numbers = pd.to_numeric(values).astype(np.float64)
    if covariate.scale == "log2":
        numbers = pd.Series(np.log2(numbers.where(numbers > 0)), index=values.index)
    return numbers


def _varies(values: "pd.Series[Any]") -> bool:
    return len(values.dropna().unique()) > 1


def _left_out(values: "pd.Series[Any]") -> str:
    if not values.notna().any():
        return "left out: nobody has a value"
    return "left out: the same for everybody"


def _refuse_nobody(kept: Bools, usable: Sequence[Covariate]) -> None:
    if not usable:
        raise BadInput(
            "No covariate is left: each is missing for everybody or the same for everybody.",
            "Choose other covariates, or widen the filters.",
        )
    if not kept.any():
        raise BadInput(
            "Nobody has a value of every covariate.",
            "Handle missing values otherwise, or choose fewer covariates.",
        )


class _Maker:
    """Collects ready columns, and what was done."""

    def __init__(
        self, member: Ints, arms: tuple[str, ...], missing: Missing, *, fewest: int
    ) -> None:
        self._member, self._arms, self._missing = member, arms, missing
        self._fewest = fewest
        self._ready: dict[str, pd.Series[Any] | Floats] = {}
        self.done: list[str] = []
        self.absences: list[Absence] = []

    def add(self, covariate: Covariate, values: "pd.Series[Any]") -> None:
        if covariate.scale == "category":
            self._add_category(covariate, values)
        else:
            self._add_number(covariate, values)

    def tables(self, also: pd.DataFrame | None) -> tuple[pd.DataFrame, ...]:
        frame = pd.DataFrame(self._ready)
        frame = frame[[name for name in frame if _varies(frame[name])]]
        if frame.shape[1] == 0:
            raise BadInput("No covariate differs between patients.", "Choose other covariates.")
        if self._missing != "imputed" or not frame.isna().to_numpy().any():
            return (frame,)
        predictors = pd.DataFrame(
            {
                f"arm {place}": (self._member == place).astype(np.float64)
                for place in range(1, len(self._arms))
            }
        )
        if also is not None:
            predictors = pd.concat([predictors, also], axis=1)
        return impute(frame, also=predictors, m=IMPUTATIONS).tables

    def _add_category(self, covariate: Covariate, values: "pd.Series[Any]") -> None:
        known = values.notna().to_numpy(dtype=np.bool_)
        is_complete = bool(known.all())
        if self._missing == "level":
            values, known = values.fillna(NOT_KNOWN), np.ones(len(values), dtype=np.bool_)
        found = joined_levels(
            covariate.label,
            values[known],
            self._member[known],
            order=[*(label for _, label in covariate.levels), NOT_KNOWN],
            arms=self._arms,
            fewest=self._fewest,
        )
        ready = pd.Series(pd.Categorical([None] * len(values), found.column.categories))
        ready[known] = found.column
        self._ready[covariate.label] = ready
        self.absences += found.absences
        own = "complete" if is_complete else _DONE_CATEGORY[self._missing]
        self.done.append(_done_category(own, found.joined, len(ready.cat.categories)))

    def _add_number(self, covariate: Covariate, values: "pd.Series[Any]") -> None:
        label = f"{covariate.label} (log2)" if covariate.scale == "log2" else covariate.label
        numbers = values.to_numpy(dtype=np.float64)
        unknown = np.isnan(numbers)
        alike = self._alike_in_an_arm(covariate.label, numbers)
        if alike is not None:
            self.absences.append(alike)
            self.done.append(LEFT_OUT)
            return
        if self._missing != "level" or not unknown.any():
            self._ready[label] = numbers
            self.done.append(_DONE[self._missing] if unknown.any() else "complete")
            return
        self._ready[label] = np.where(unknown, np.nanmedian(numbers), numbers)
        least = np.bincount(self._member[unknown], minlength=len(self._arms)).min()
        if least < max(self._fewest, 1):
            self.done.append("the few not known take the median")
            return
        self._ready[f"{covariate.label} {NOT_KNOWN}"] = unknown.astype(np.float64)
        self.done.append("not known: median, and a column that says so")

    def _alike_in_an_arm(self, label: str, numbers: Floats) -> Absence | None:
        # A number that is the same throughout an arm tells the arms apart without error.
        for arm, name in enumerate(self._arms):
            values = np.unique(numbers[(self._member == arm) & ~np.isnan(numbers)])
            if values.size == 1:
                n = int(((numbers != values[0]) & ~np.isnan(numbers)).sum())
                return Absence(label, f"other than {values[0]:g}", n, name)
        return None


_DONE: dict[Missing, str] = {
    "level": "complete",
    "complete": "patients without it are left out",
    "imputed": f"imputed {IMPUTATIONS} times",
}
_DONE_CATEGORY = _DONE | {"level": "a level of its own for what is not known"}
LEFT_OUT = "left out of the score: an arm has nobody with another level"


def _done_category(own: str, joined: tuple[str, ...], levels: int) -> str:
    if levels == 1:
        return LEFT_OUT
    return f"{own}; joined: {', '.join(joined)}" if joined else own
