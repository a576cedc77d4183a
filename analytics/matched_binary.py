"""Yes/no outcomes within matched pairs and within strata of the score."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2, norm
from statsmodels.stats.contingency_tables import StratifiedTable, mcnemar

from analytics.errors import TooFewEvents
from analytics.inputs import Floats, Ints, indicators
from analytics.limits import check_confidence
from analytics.matching import Pairs


@dataclass(frozen=True, eq=False)
class McNemar:
    """Test that both patients of a pair have the outcome equally often."""

    pairs: Ints  # by outcome of the treated patient (rows) and of the other (columns)
    statistic: float  # chi-squared on 1 degree of freedom, without continuity correction
    p: float
    log_p: float  # natural logarithm


@dataclass(frozen=True, eq=False)
class StratifiedRisk:
    """Risks compared within strata of the score and pooled over them."""

    differences: Floats  # risk difference by stratum, treated - reference
    risk_difference: float  # pooled by the strata's share of patients
    risk_difference_se: float
    odds_ratio: float  # Mantel-Haenszel
    odds_ratio_lower: float
    odds_ratio_upper: float
    statistic: float  # Mantel-Haenszel chi-squared, without continuity correction
    log_p: float
    confidence: float


def mcnemar_test(pairs: Pairs, outcome: Floats | Ints) -> McNemar:
    """Compare a yes/no outcome within pairs.

    Parameters
    ----------
    pairs : Pairs
        Matched pairs.
    outcome : array of 0 and 1, shape (n,)
        Outcome of the patients that were matched from, in their order.

    Raises
    ------
    BadInput
        If an outcome is missing or neither 0 nor 1.
    TooFewEvents
        If both patients of every pair have the same outcome.

    References
    ----------
    McNemar (1947), doi:10.1007/BF02295996.
    """
    given = indicators("outcome", outcome)
    cell = 2 * given[pairs.treated_row] + given[pairs.reference_row]
    table = np.bincount(cell, minlength=4).reshape(2, 2)
    if table[0, 1] + table[1, 0] == 0:
        raise TooFewEvents("No pair differs in the outcome.", "Choose another outcome.")
    statistic = float(mcnemar(table, exact=False, correction=False).statistic)
    return McNemar(table, statistic, float(chi2.sf(statistic, 1)), float(chi2.logsf(statistic, 1)))


def stratified_risk(
    outcome: Floats | Ints, treated: Ints, stratum: Ints, *, confidence: float = 0.95
) -> StratifiedRisk:
    """Compare a yes/no outcome within strata.

    Parameters
    ----------
    outcome, treated : arrays of 0 and 1, shape (n,)
        Outcome and arm.
    stratum : Ints, shape (n,)
        Stratum of each patient, from 0; both arms occur in each.
    confidence : float
        Level of the limits of the odds ratio.

    Raises
    ------
    BadInput
        If an outcome is missing or neither 0 nor 1.

    Notes
    -----
    Limits of the Mantel-Haenszel odds ratio by Robins, Breslow and Greenland. The pooled
    difference takes strata and their sizes as known; a weighted comparison does not.

    References
    ----------
    Mantel & Haenszel (1959), doi:10.1093/jnci/22.4.719.
    Robins, Breslow & Greenland (1986), doi:10.2307/2531052.
    """
    check_confidence(confidence)
    given = indicators("outcome", outcome)
    n_strata = int(stratum.max()) + 1
    cell = (stratum * 2 + treated) * 2 + given
    counts = np.bincount(cell, minlength=4 * n_strata).reshape(n_strata, 2, 2)
    n = counts.sum(axis=2)
    risk = counts[:, :, 1] / n
    share = n.sum(axis=1) / n.sum()
    by_stratum = risk[:, 1] - risk[:, 0]
    variance = (risk * (1 - risk) / n).sum(axis=1)
    tables = StratifiedTable([table[::-1, ::-1] for table in counts.astype(np.float64)])
    statistic = float(tables.test_null_odds(correction=False).statistic)
    reach = float(norm.ppf((1 + confidence) / 2)) * float(tables.logodds_pooled_se)
    log_odds = float(tables.logodds_pooled)
    return StratifiedRisk(
        differences=by_stratum,
        risk_difference=float(share @ by_stratum),
        risk_difference_se=float(np.sqrt(share**2 @ variance)),
        odds_ratio=float(np.exp(log_odds)),
        odds_ratio_lower=float(np.exp(log_odds - reach)),
        odds_ratio_upper=float(np.exp(log_odds + reach)),
        statistic=statistic,
        log_p=float(chi2.logsf(statistic, 1)),
        confidence=confidence,
    )
