"""Local control of treated lesions: residual tumour told apart from local tumour progression."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.dated import first_days, last_before
from analytics.endpoints import NOT_ASSESSED, NOT_COMPLETE, Reasons
from analytics.inputs import Floats

RETREATED_WITHIN = 90  # days from first treatment in which residual tumour may be treated again

_TUMOUR = ("RESIDUAL", "LTP")
_FREE = ("COMPLETE", "NO_LTP")


@dataclass(frozen=True, eq=False)
class LocalControl:
    """What the controls of n treated lesions say; days on the scale that they came in."""

    progression_day: Floats  # first tumour after a control that showed none; nan: none seen
    failure_day: Floats  # that, or the first control of a lesion that was not made complete
    last_day: Floats  # last control that could be judged; the first treatment where there is none
    left_out: Reasons  # NOT_COMPLETE, NOT_ASSESSED (no control), "" for a lesion at risk


def local_control(origin: Floats, controls: pd.DataFrame, sessions: pd.DataFrame) -> LocalControl:
    """Tell residual tumour, complete treatment and local tumour progression apart.

    Parameters
    ----------
    origin : array of float, shape (n,)
        Day of the first treatment of each lesion.
    controls : DataFrame
        One row per assessment: `row` (place of the lesion in `origin`), `day` and `status`
        (COMPLETE, NO_LTP, RESIDUAL, LTP; anything else could not be judged).
    sessions : DataFrame
        One row per treatment of a lesion: `row` and `day`.

    Notes
    -----
    Controls are those after the first treatment; of two on one day, tumour counts. A first
    control without tumour makes a lesion complete. Tumour at the first control is residual: the
    lesion becomes complete only at a control without tumour whose last session before it lies
    between the first control and `RETREATED_WITHIN` days from the first treatment. Tumour after
    that day is local tumour progression, whatever the site called it.

    References
    ----------
    Definitions follow the consensus of the Society of Interventional Oncology and DATECAN on
    end points after image-guided ablation (Radiology 2021).
    """
    n = origin.size
    judged = _judged(origin, controls)
    tumour = judged[judged["is_tumour"]]
    free = judged[~judged["is_tumour"]]
    first = first_days(judged, n)
    is_free = first_days(free, n) == first
    retreated = _after_retreatment(free, sessions, origin=origin, first=first)
    complete = np.where(is_free, first, first_days(retreated, n))
    progression = first_days(tumour[tumour["day"] > complete[tumour["row"]]], n)
    has_control = ~np.isnan(first)
    never = has_control & np.isnan(complete)
    last = origin.copy()
    np.maximum.at(last, judged["row"].to_numpy(), judged["day"].to_numpy())
    left_out = np.full(n, "", dtype=object)
    left_out[never] = NOT_COMPLETE
    left_out[~has_control] = NOT_ASSESSED
    return LocalControl(progression, np.where(never, first, progression), last, left_out)


def _judged(origin: Floats, controls: pd.DataFrame) -> pd.DataFrame:
    after = controls["day"].to_numpy() > origin[controls["row"]]
    known = controls["status"].isin((*_TUMOUR, *_FREE)).to_numpy()
    judged = controls.assign(is_tumour=controls["status"].isin(_TUMOUR))[after & known]
    # Of two controls on one day, the one with tumour counts.
    return judged.groupby(["row", "day"])["is_tumour"].any().reset_index()


def _after_retreatment(
    free: pd.DataFrame, sessions: pd.DataFrame, *, origin: Floats, first: Floats
) -> pd.DataFrame:
    session = last_before(free, sessions)
    row = free["row"].to_numpy()
    is_retreated = (session >= first[row]) & (session <= origin[row] + RETREATED_WITHIN)
    retreated: pd.DataFrame = free[is_retreated]
    return retreated
