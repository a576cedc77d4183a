"""Costs of the comparison page in CPU time: the design step, and the specification curve.

Run: python tests/bench/bench_comparison_page.py
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from analytics.adjusted_effects import Outcome, adjusted_ratio, follow_up_from
from analytics.comparison_gate import Pooled, judge
from analytics.comparison_plan import Plan, planned
from analytics.covariate_handling import Covariate
from analytics.design_report import design_report
from analytics.errors import AnalysisError
from analytics.logistic_model import fit_logistic

N_NUMBERS, N_CATEGORIES, N_SITES = 8, 6, 40
LEVELS = tuple((letter, letter) for letter in "ABCD")


def main() -> None:
    """Make a registry, time the steps, print seconds and their ratios to one logistic fit."""
    for patients in (10_000, 100_000):
        people, plan = _registry(patients)
        fit = _median(lambda: _one_fit(people), 3)  # noqa: B023  # called at once
        step = _median(lambda: _design(people, plan), 3)  # noqa: B023
        print(f"{patients:,} patients: design step {step:.2f} s CPU, {step / fit:.1f} x one fit")
    people, plan = _registry(10_000)
    fit = _median(lambda: _one_fit(people), 3)
    curve = _median(lambda: _curve(people, plan), 1)
    print(f"10,000 patients: specification curve {curve:.1f} s CPU, {curve / fit:.0f} x one fit")


def _median(work: Callable[[], object], times: int) -> float:
    seconds = []
    for _ in range(times):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return statistics.median(seconds)


def _one_fit(people: Outcome) -> object:
    """Fit the score alone: what any program must do at least."""
    numbers = people.rows.filter(like="x").to_numpy(dtype=float)
    dummies = pd.get_dummies(people.rows.filter(like="c"), drop_first=True).to_numpy(dtype=float)
    table = np.column_stack([np.nan_to_num(numbers), dummies])
    names = tuple(str(k) for k in range(table.shape[1]))
    return fit_logistic(table, people.treated.astype(float), names, what="The score")


def _design(people: Outcome, plan: Plan) -> object:
    return judge(design_report(planned(people.rows, people.treated, plan)), Pooled(1, 1, 1))


def _curve(people: Outcome, plan: Plan) -> None:
    changes: list[dict[str, object]] = [
        {},
        *({"estimand": code} for code in ("ATE", "ATT")),
        {"method": "matching", "estimand": "ATT"},
        {"method": "stratification", "estimand": "ATE"},
        {"model": "boosted"},
        *({"trim": rule} for rule in ("common range", "crump", "sturmer", "preference")),
        *({"missing": rule} for rule in ("complete", "imputed")),
        {"covariates": plan.covariates[:6]},
        {"covariates": plan.covariates[:-1]},
    ]
    for change in changes:
        started = time.process_time()
        try:
            adjusted_ratio(people, replace(plan, **change), 730.0)  # type: ignore[arg-type]
        except AnalysisError as refused:
            print(f"  {change}: {refused.reason}")
        shown = {key: value for key, value in change.items() if key != "covariates"}
        print(f"  {shown}: {time.process_time() - started:.2f} s")


def _registry(n: int) -> tuple[Outcome, Plan]:
    rng = np.random.default_rng(7)
    x = rng.normal(size=(n, N_NUMBERS))
    rows = pd.DataFrame(x, columns=[f"x{k}" for k in range(N_NUMBERS)])
    for k in range(N_CATEGORIES):
        rows[f"c{k}"] = rng.choice(list("ABCD"), n)
    arm = (rng.random(n) < 1 / (1 + np.exp(-0.4 * x[:, :4].sum(axis=1)))).astype(np.int64)
    rows = rows.mask(rng.random(rows.shape) < 0.03)
    rows["site"] = rng.integers(0, N_SITES, n).astype(str)
    rows["region"] = rng.choice(["North", "South", "East"], n)
    event = np.ceil(rng.exponential(900 * np.exp(-0.3 * x[:, :3].sum(axis=1))))
    censored = np.ceil(rng.uniform(200, 3000, n))
    code = (event <= censored).astype(np.int64)
    follow_up = follow_up_from(np.minimum(event, censored), code, np.zeros(n))
    covariates = [Covariate(f"x{k}", f"Number {k}", "number") for k in range(N_NUMBERS)]
    covariates += [
        Covariate(f"c{k}", f"Category {k}", "category", LEVELS) for k in range(N_CATEGORIES)
    ]
    return Outcome(rows, arm, follow_up), Plan(("old", "new"), tuple(covariates))


if __name__ == "__main__":
    main()
