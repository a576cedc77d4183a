"""Confidence limits, worked out by hand."""

import numpy as np
import pytest

from analytics.errors import BadInput
from analytics.limits import critical_value, survival_limits

Z = 1.959963984540054


def limits(survival, log_variance, interval, confidence=0.95, **options):
    lower, upper = survival_limits(
        np.array([survival]),
        np.array([log_variance]),
        confidence=confidence,
        interval=interval,
        **options,
    )
    return lower[0], upper[0]


def test_plain_limits_are_one_width_away():
    assert limits(0.5, 0.04, "plain") == pytest.approx((0.5 - 0.1 * Z, 0.5 + 0.1 * Z))


def test_log_limits_are_one_factor_away():
    assert limits(0.5, 0.04, "log") == pytest.approx(
        (0.5 * np.exp(-0.2 * Z), 0.5 * np.exp(0.2 * Z))
    )


def test_log_log_limits_are_symmetric_in_log_minus_log():
    lower, upper = limits(0.5, 0.04, "log-log")

    width = Z * 0.2 / np.log(2)
    middle = np.log(np.log(2))
    assert np.log(-np.log(lower)) == pytest.approx(middle + width)
    assert np.log(-np.log(upper)) == pytest.approx(middle - width)


def test_limits_are_cut_to_0_and_1():
    assert limits(0.9, 0.5, "plain")[1] == 1
    assert limits(0.1, 4.0, "plain")[0] == 0


@pytest.mark.parametrize("interval", ["log-log", "log", "plain"])
def test_once_nobody_is_left_there_are_no_limits(interval):
    assert np.isnan(limits(0.0, np.inf, interval)).all()


def test_at_survival_1_only_log_log_has_no_limits():
    assert np.isnan(limits(1.0, 0.0, "log-log")).all()
    assert limits(1.0, 0.0, "log") == (1, 1)
    assert limits(1.0, 0.0, "plain") == (1, 1)


def test_few_degrees_of_freedom_widen_the_limits():
    assert critical_value(0.95) == pytest.approx(Z)
    assert critical_value(0.95, df=1) == pytest.approx(12.706204736432095)
    assert limits(0.5, 1e-4, "plain", df=1)[1] == pytest.approx(0.5 + 0.005 * 12.7062047364)


@pytest.mark.parametrize("confidence", [0, 1, 95, float("nan")])
def test_a_level_that_is_none_is_refused(confidence):
    with pytest.raises(BadInput, match="Confidence is"):
        limits(0.5, 0.04, "log", confidence)


def test_an_unknown_scale_is_refused_with_the_known_ones():
    with pytest.raises(BadInput) as refused:
        limits(0.5, 0.04, "logit")

    assert "log-log, log, plain" in refused.value.remedy
