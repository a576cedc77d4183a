"""Which hazard ratio a number of events can find, and how many events one needs."""

import math

from scipy.stats import norm

from analytics.errors import BadInput

ALPHA, POWER = 0.05, 0.80  # two-sided


def events_needed(hazard_ratio: float, share: float = 0.5) -> float:
    """Return the events of both arms together that find a hazard ratio.

    Parameters
    ----------
    hazard_ratio : float
        Above 0 and other than 1.
    share : float
        Share of patients in the second arm, between 0 and 1.

    Raises
    ------
    BadInput
        If the ratio or the share is impossible.

    Notes
    -----
    (z(1 - alpha/2) + z(power))^2 / (share (1 - share) log(ratio)^2), with alpha 0.05 two-sided
    and power 0.80. Rests on proportional hazards and a ratio not far from 1.

    References
    ----------
    Schoenfeld (1983), doi:10.2307/2531021.
    """
    if not hazard_ratio > 0 or hazard_ratio == 1:
        raise BadInput(f"A hazard ratio of {hazard_ratio:g} cannot be looked for.", "Give another.")
    return _information() / (_spread(share) * math.log(hazard_ratio) ** 2)


def detectable_hazard_ratio(events: float, share: float = 0.5) -> float:
    """Return the hazard ratio below 1 that so many events can just find.

    Parameters
    ----------
    events : float
        Of both arms together, above 0; a fraction where patients count for less than one.
    share : float
        Share of patients in the second arm.

    Raises
    ------
    BadInput
        If the events or the share are impossible.

    Notes
    -----
    The inverse of `events_needed`. The mirror above 1 is one over it.

    References
    ----------
    Schoenfeld (1983), doi:10.2307/2531021.
    """
    if not events > 0:
        raise BadInput("No event can find no effect.", "Wait for events.")
    return math.exp(-math.sqrt(_information() / (events * _spread(share))))


def _information() -> float:
    return float((norm.ppf(1 - ALPHA / 2) + norm.ppf(POWER)) ** 2)


def _spread(share: float) -> float:
    if not 0 < share < 1:
        raise BadInput(f"A share of {share:g} in the second arm leaves one arm empty.", "Give two.")
    return share * (1 - share)
