"""What planned comparisons lose because a covariate was not entered, by field and by site."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.inputs import Bools, Floats, Ints
from analytics.planned_design import PlannedDesign

_NAMED_SITES = 3  # of a field: where entering it pays the most


@dataclass(frozen=True)
class FieldCost:
    """What one field costs one comparison."""

    field: str
    label: str
    missing: int  # patients in whom it is not entered
    only: int  # of these, patients in whom nothing else is missing: entering it regains them
    ess: float  # effective sample size that they would add, both arms; nan: not estimable
    sites: tuple[tuple[str, int], ...]  # where those regained are, the most first


@dataclass(frozen=True)
class SiteCost:
    """What the gaps of one site cost."""

    site: str
    n: int  # patients of the site who are compared
    lost: int  # of these, patients with any covariate missing
    ess: float  # effective sample size that they would add, both arms; nan: not estimable
    field: str  # label of the field that alone loses the most there; empty: none
    only: int  # patients lost by that field alone


@dataclass(frozen=True, eq=False)
class ComparisonCost:
    """What one planned comparison loses to gaps; pairs of numbers are first arm, second arm."""

    name: str
    arms: tuple[str, str]
    n: tuple[int, int]
    complete: tuple[int, int]  # patients with every covariate entered
    ess: tuple[float, float] | None  # of all, gaps filled; None: not estimable
    ess_complete: tuple[float, float] | None  # of those complete, by the same weights
    why_no_ess: str
    fields: tuple[FieldCost, ...]  # the costliest first; those without a gap are left out
    sites: tuple[SiteCost, ...]  # the costliest first; every site with a compared patient

    @property
    def lost(self) -> int:
        """Patients of both arms with any covariate missing."""
        return sum(self.n) - sum(self.complete)


@dataclass(frozen=True, eq=False)
class MissingCost:
    """What gaps cost all planned comparisons of a domain."""

    comparisons: tuple[ComparisonCost, ...]  # in the order of the domain
    sites: tuple[SiteCost, ...]  # over all comparisons, a patient once; ess summed
    n: int  # patients in any planned comparison
    lost: int
    covariates: int  # fields that are counted
    never_entered: tuple[str, ...]  # labels of fields that nobody has; counted nowhere
    one_armed: tuple[str, ...]  # comparisons with nobody in an arm; counted nowhere

    @property
    def dearest(self) -> tuple[ComparisonCost, FieldCost] | None:
        """Where one field alone would regain the most patients; None: nowhere."""
        found = [(one, field) for one in self.comparisons for field in one.fields if field.only]
        return max(found, key=lambda pair: pair[1].only, default=None)


@dataclass(frozen=True, eq=False)
class Gaps:
    """Who lacks what: one row per patient, one column per field."""

    missing: pd.DataFrame  # bool; columns are names of fields
    labels: dict[str, str]  # name -> label
    site: pd.Series  # text of each patient's site

    def of(self, rows: Bools) -> "Gaps":
        """Return the gaps of some patients."""
        return Gaps(self.missing[rows], self.labels, self.site[rows])

    @property
    def lost(self) -> Bools:
        """Whether anything is missing, shape (n,)."""
        return np.asarray(self.missing.to_numpy(dtype=bool).any(axis=1))

    @property
    def only(self) -> Ints:
        """Place of the one field that is missing, -1 where none or several are, shape (n,)."""
        table = self.missing.to_numpy(dtype=bool)
        alone = table.sum(axis=1) == 1
        return np.where(alone, table.argmax(axis=1) if table.shape[1] else 0, -1)


def comparison_cost(
    name: str,
    arms: tuple[str, str],
    gaps: Gaps,
    second: Bools,
    *,
    design: PlannedDesign | None,
    why_no_ess: str = "",
) -> ComparisonCost:
    """Count what a comparison loses to gaps.

    Parameters
    ----------
    name, arms : str
        Of the comparison.
    gaps : Gaps
        Of the patients of both arms.
    second : Bools, shape (n,)
        Who is in the second arm.
    design : PlannedDesign or None
        Weights of the same patients, gaps filled; None where no score model stands.
    why_no_ess : str
        Why it does not.

    Notes
    -----
    Effective sample sizes of all and of those complete rest on one set of weights, so that
    they differ by who is counted and by nothing else.
    """
    complete = ~gaps.lost
    return ComparisonCost(
        name=name,
        arms=arms,
        n=_by_arm(np.ones_like(complete), second),
        complete=_by_arm(complete, second),
        ess=None if design is None else design.ess(),
        ess_complete=None if design is None else design.ess(complete),
        why_no_ess=why_no_ess,
        fields=_fields(gaps, regained(design, complete, gaps.only, gaps.missing.shape[1])),
        sites=site_costs(gaps, _site_gains(gaps, design, complete)),
    )


def regained(design: PlannedDesign | None, complete: Bools, group: Ints, n_groups: int) -> Floats:
    """Return the effective sample size that each group adds to those complete, shape (groups,).

    Parameters
    ----------
    design : PlannedDesign or None
        Without one every gain is nan.
    complete : Bools, shape (n,)
        Who is counted already.
    group : Ints, shape (n,)
        Group of each patient who is not, from 0; -1: none.
    n_groups : int
        Number of groups.
    """
    if design is None:
        return np.full(n_groups, np.nan)
    gain = np.zeros(n_groups)
    for arm in (~design.second, design.second):
        w = design.weights
        rows = arm & (group >= 0)
        added, squared = (
            np.bincount(group[rows], weights=values[rows], minlength=n_groups)
            for values in (w, w**2)
        )
        kept = w[arm & complete]
        total, squares = kept.sum() + added, (kept**2).sum() + squared
        with np.errstate(divide="ignore", invalid="ignore"):  # an arm without anybody carries 0
            now = np.where(squares > 0, total**2 / squares, 0.0)
        gain += now - (kept.sum() ** 2 / (kept**2).sum() if kept.size else 0.0)
    return gain


def site_costs(gaps: Gaps, gain: "pd.Series[float]") -> tuple[SiteCost, ...]:
    """Rank sites by the patients that they lose; `gain` holds the effective size by site."""
    lost, only = gaps.lost, gaps.only
    names = [gaps.labels[name] for name in gaps.missing.columns]
    found = []
    for site, rows in gaps.site.groupby(gaps.site.to_numpy()).indices.items():
        counts = np.bincount(only[rows][only[rows] >= 0], minlength=len(names) or 1)
        worst = int(counts.argmax())
        found.append(
            SiteCost(
                site=str(site),
                n=len(rows),
                lost=int(lost[rows].sum()),
                ess=float(gain.get(site, np.nan)),
                field=names[worst] if counts[worst] else "",
                only=int(counts[worst]),
            )
        )
    return tuple(sorted(found, key=lambda cost: (-cost.lost, cost.site)))


def _by_arm(rows: Bools, second: Bools) -> tuple[int, int]:
    return int((rows & ~second).sum()), int((rows & second).sum())


def _fields(gaps: Gaps, gain: Floats) -> tuple[FieldCost, ...]:
    only = gaps.only
    found = []
    for place, name in enumerate(gaps.missing.columns):
        missing = int(gaps.missing[name].sum())
        where = gaps.site[only == place].value_counts()
        sites = sorted(((str(site), int(n)) for site, n in where.items()), key=_most_first)
        found.append(
            FieldCost(
                field=str(name),
                label=gaps.labels[str(name)],
                missing=missing,
                only=int((only == place).sum()),
                ess=float(gain[place]),
                sites=tuple(sites[:_NAMED_SITES]),
            )
        )
    with_gaps = [cost for cost in found if cost.missing]
    return tuple(sorted(with_gaps, key=lambda cost: (-cost.only, -cost.missing)))


def _most_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _site_gains(gaps: Gaps, design: PlannedDesign | None, complete: Bools) -> "pd.Series[float]":
    place, names = pd.factorize(gaps.site)
    gain = regained(design, complete, np.where(complete, -1, place), len(names))
    return pd.Series(gain, index=names)
