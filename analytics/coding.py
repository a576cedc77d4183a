"""Categories of covariates coded as zeros and ones, with what had to be left out."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.errors import BadInput
from analytics.inputs import labels, numbers


@dataclass(frozen=True, eq=False)
class CodedCovariates:
    """Numeric columns that a regression takes, and a record of how they came about."""

    frame: pd.DataFrame  # a column per term; of a category "column: level"
    references: tuple[str, ...]  # "column: level" that others are compared with
    dropped: tuple[str, ...]  # levels without anybody and columns that are the same for all


def coded(covariates: pd.DataFrame, reference: Mapping[str, str] | None = None) -> CodedCovariates:
    """Code categories as zeros and ones against a reference level.

    Parameters
    ----------
    covariates : DataFrame, shape (n, k)
        Numbers pass as they are; anything else is a category. The levels of a categorical
        keep their order, others are sorted.
    reference : mapping of column to level, optional
        Level that the others of a column are compared with; the first present one if left out.

    Raises
    ------
    BadInput
        If a value is missing, a reference has nobody, or no column is left.

    Notes
    -----
    A level without anybody (a filter took them) is left out and named, as is a column with one
    value: neither can have an effect.
    """
    asked = {} if reference is None else dict(reference)
    unknown = sorted(set(asked) - {str(column) for column in covariates.columns})
    if unknown:
        raise BadInput(f"There is no covariate {', '.join(unknown)}.", "Name given columns.")
    parts = [
        _column(str(name), covariates[name], asked.get(str(name))) for name in covariates.columns
    ]
    frames = [part.frame for part in parts if part.frame.shape[1]]
    if not frames:
        raise BadInput("No covariate differs between people.", "Widen the filters.")
    return CodedCovariates(
        frame=pd.concat(frames, axis=1),
        references=tuple(text for part in parts for text in part.references),
        dropped=tuple(text for part in parts for text in part.dropped),
    )


def _column(name: str, values: "pd.Series[float]", reference: str | None) -> CodedCovariates:
    if pd.api.types.is_numeric_dtype(values):
        return _number(name, values)
    place, present = labels(name, values)
    declared = (
        [str(level) for level in values.cat.categories]
        if isinstance(values.dtype, pd.CategoricalDtype)
        else list(present)
    )
    counts = np.bincount(place, minlength=len(present))
    used = [level for level, count in zip(present, counts, strict=True) if count]
    dropped = [f"{name}: {level}" for level in declared if level not in used]
    first = used[0] if reference is None else reference
    if first not in used:
        raise BadInput(f"Nobody has {name} {first}.", f"Compare with one of {', '.join(used)}.")
    if len(used) == 1:
        dropped.append(f"{name}: {first} for everybody")
    columns = {
        f"{name}: {level}": (place == present.index(level)).astype(np.float64)
        for level in used
        if level != first
    }
    frame = pd.DataFrame(columns, index=values.index)
    references = (f"{name}: {first}",) if columns else ()
    return CodedCovariates(frame, references, tuple(dropped))


def _number(name: str, values: "pd.Series[float]") -> CodedCovariates:
    given = numbers(name, values.to_numpy())
    if given.size and (given == given[0]).all():
        return CodedCovariates(
            pd.DataFrame(index=values.index), (), (f"{name}: {given[0]:g} for everybody",)
        )
    return CodedCovariates(pd.DataFrame({name: given}, index=values.index), (), ())
