"""The bundle of a regression: the columns that enter the model, and its hazard ratios."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analytics.dealt_rows import dealt
from analytics.hazard_fits import Fit, Sample, columns_of, fits, pooled
from analytics.hazard_model import HazardModel
from analytics.model_terms import prepared
from dashboard.bundles.contents import BOTH, Bundle, Expected, R, beside
from dashboard.bundles.words import causes, model_columns
from dashboard.charts.hazard_forest import per
from dashboard.wording import Words

IMPUTED = (
    "This model rests on 20 imputed tables, which one table of rows cannot repeat.",
    "Choose “Complete patients only” under Missing covariates to take a bundle away.",
)
_NOTES = (
    "Tests of proportional hazards, concordance and the subgroups are not repeated.",
    "lifelines has no Fine-Gray model: such a model is repeated by R alone.",
)


def regression_bundle(
    model: HazardModel, people: pd.DataFrame, n_capped: int, words: Words
) -> Bundle:
    """Return the bundle of a model of complete people.

    Parameters
    ----------
    model : HazardModel
        What the page shows.
    people : DataFrame
        As `modelled_rows` gives them.
    n_capped : int
        People whose age was told as 89.
    words : Words
        What the events are called.
    """
    plan = model.plan
    ready = prepared(people, plan.variables)
    kept = ready.is_complete.to_numpy()
    sample, known = Sample(people[kept].reset_index(drop=True), plan), ready.frame[kept]
    columns, found = columns_of(known), fits(sample, known, is_imputed=False)[0]
    said = {one.variable.label: per(one) for one in model.effects if not one.level}
    rows = pd.DataFrame(
        {
            "site": sample.people["site_id"],
            "entry": sample.people["entry"],
            "time": sample.people["time"],
            "status": sample.people["code"].astype(np.int64),
        }
    )
    return Bundle(
        kind="regression",
        table=dealt(pd.concat([rows, columns], axis=1), {"site": "S"}),
        expected=beside(_expected(sample, found), _shown(model)),
        dictionary=(
            *model_columns({str(name): said.get(str(name), "") for name in columns}, first=()),
            *causes(words),
        ),
        choices={"hazard": plan.kind, "sites": plan.sites},
        settings={
            "hazard": plan.kind,
            "sites": plan.sites,
            "missing": "complete people only",
            "n_incomplete_left_out": model.n_incomplete,
            "covariates": [variable.label for variable in plan.variables],
            "n_ages_told_as_89": n_capped,
        },
        notes=_NOTES,
    )


def _expected(sample: Sample, found: Fit) -> Iterator[Expected]:
    by = BOTH if sample.plan.kind == "cause-specific" else R
    yield Expected("model | n", len(sample.people))
    yield Expected("model | events", int(sample.event.sum()))
    yield Expected("model | sites", int(np.unique(sample.site).size))
    for place, (term, one) in enumerate(pooled([found]).items()):
        yield Expected(f"{term} | hazard ratio", float(np.exp(one.coef)), by)
        yield Expected(f"{term} | hazard ratio lower", float(np.exp(one.lower)), by)
        yield Expected(f"{term} | hazard ratio upper", float(np.exp(one.upper)), by)
        yield Expected(f"{term} | standard error of its logarithm", float(found.se[place]), by)


def _shown(model: HazardModel) -> Iterator[Expected]:
    yield Expected("model | n", model.n)
    yield Expected("model | events", model.n_events)
    for effect in model.effects:
        if effect.is_reference:
            continue
        label = effect.variable.label
        term = f"{label}: {effect.level}" if effect.level else label
        yield Expected(f"{term} | hazard ratio", effect.ratio)
        yield Expected(f"{term} | hazard ratio lower", effect.lower)
        yield Expected(f"{term} | hazard ratio upper", effect.upper)
