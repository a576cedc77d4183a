"""Propensity scores where an arm has nobody of some level: the limit of the likelihood."""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.special import logit as log_odds

from analytics.baseline_covariates import Covariates, check_covariates
from analytics.inputs import Bools, Ints
from analytics.score_models import Scores, c_statistic, logistic_scores

LIMIT = 1e-8  # score of whoever has a level that the treated arm lacks; the likelihood says 0


def limit_scores(
    covariates: Covariates, treated: Ints, arms: tuple[str, str], *, seed: int
) -> Scores:
    """Score by a logistic regression in which a level that an arm lacks keeps its own place.

    Parameters
    ----------
    covariates, treated, arms, seed
        As in `logistic_scores`.

    Raises
    ------
    BadInput, DidNotConverge
        As `logistic_scores`, of the patients without such a level.

    Notes
    -----
    The likelihood has no maximum: the coefficient of the level grows without end, the others
    tend to those of a fit without its patients, and their score to 0 or 1. That limit is taken,
    with `LIMIT` for 0, and their weight counts as known. Other programs stop on the way, at
    scores of about 5e-8, and agree to that. Nothing is estimated of how such patients would
    have fared with the other arm: positivity fails, and the design says so.

    References
    ----------
    Albert & Anderson (1984), doi:10.1093/biomet/71.1.1.
    """
    alone = alone_in_their_arm(covariates.frame, treated)
    if not alone.any():
        return logistic_scores(covariates, treated, arms, seed=seed)
    frame = covariates.frame[~alone].reset_index(drop=True)
    varying = [name for name in frame if len(frame[name].unique()) > 1]
    fit = logistic_scores(check_covariates(frame[varying]), treated[~alone], arms, seed=seed)
    probability = np.where(treated == 1, 1 - LIMIT, LIMIT)
    probability[~alone] = fit.probability
    assert fit.matrix is not None  # noqa: S101  # a logistic fit has it
    assert fit.influence is not None  # noqa: S101
    matrix, influence = (np.zeros((treated.size, fit.matrix.shape[1])) for _ in range(2))
    matrix[~alone], influence[~alone] = fit.matrix, fit.influence
    logit = np.asarray(log_odds(probability))
    logit[~alone] = fit.logit
    return replace(
        fit,
        treated=treated,
        probability=probability,
        logit=logit,
        covariates=covariates,
        matrix=matrix,
        influence=influence,
        c_statistic=c_statistic(probability, treated),
    )


def alone_in_their_arm(frame: pd.DataFrame, treated: Ints) -> Bools:
    """Say who has a level of a category that nobody of the other arm has.

    Levels that an arm lacks only once such patients are gone count too.
    """
    categories = [name for name in frame if isinstance(frame[name].dtype, pd.CategoricalDtype)]
    alone = np.zeros(treated.size, dtype=np.bool_)
    while True:
        found = alone.copy()
        for name in categories:
            place = frame[name].cat.codes.to_numpy()
            counts = [
                np.bincount(place[~alone & (treated == arm)], minlength=place.max() + 1)
                for arm in (0, 1)
            ]
            found |= (np.minimum(*counts) == 0)[place]
        if (found == alone).all():
            return alone
        alone = found
