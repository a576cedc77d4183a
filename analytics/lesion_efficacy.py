"""Lesions that their first control showed complete; lesions of a patient are alike."""

from dataclasses import dataclass

import pandas as pd

from analytics.clustered_proportions import ClusteredProportion, clustered_proportion
from analytics.errors import TooFewEvents

FIRST_CONTROL_BY = 90.0  # days after the first treatment of the lesion
COMPLETE = "COMPLETE"
_JUDGED = (COMPLETE, "RESIDUAL", "LTP", "NO_LTP")


@dataclass(frozen=True, eq=False)
class GroupEfficacy:
    """Lesions of one group; their share has no limits where fewer than two patients have any."""

    group: str
    lesions: int  # treated
    patients: int
    not_assessed: int  # without an evaluable control in time
    share: ClusteredProportion | None
    why_none: str  # empty where there is a share


@dataclass(frozen=True, eq=False)
class EfficacyByGroup:
    """Primary efficacy by group and of all."""

    groups: tuple[GroupEfficacy, ...]
    overall: GroupEfficacy


def lesion_efficacy(controls: pd.DataFrame) -> EfficacyByGroup:
    """Estimate the share of lesions that the first control within 90 days showed complete.

    Parameters
    ----------
    controls : DataFrame
        One row per lesion and control, in the order of display of `group`: `lesion`,
        `patient_no`, `group`, `origin_day`, `day` (nan: no control) and `status`.

    Raises
    ------
    TooFewEvents
        If no lesion has a control.

    Notes
    -----
    The first control with a judgement counts; NO_LTP and LTP say that the zone had been
    complete. Lesions without such a control are counted apart and not in the share.

    References
    ----------
    Ahmed et al. (2014), doi:10.1148/radiol.14132958.
    """
    waited = controls["day"] - controls["origin_day"]
    counts = (waited > 0) & (waited <= FIRST_CONTROL_BY) & controls["status"].isin(_JUDGED)
    if not counts.any():
        raise TooFewEvents(
            "No treated lesion has a control within 90 days.",
            "Choose a domain or technique whose lesions are judged one by one.",
        )
    lesions = controls.drop_duplicates("lesion").set_index("lesion")
    first = controls[counts].sort_values("day", kind="stable").drop_duplicates("lesion")
    lesions["status"] = first.set_index("lesion")["status"]
    return EfficacyByGroup(
        groups=tuple(
            _described(str(group), rows) for group, rows in lesions.groupby("group", sort=False)
        ),
        overall=_described("ALL", lesions),
    )


def _described(group: str, lesions: pd.DataFrame) -> GroupEfficacy:
    judged = lesions[lesions["status"].notna()]
    share, why = None, ""
    if judged.empty:
        why = "no control"
    else:
        try:
            share = clustered_proportion(judged["status"] != "RESIDUAL", judged["patient_no"])
        except TooFewEvents as refused:
            why = refused.reason
    return GroupEfficacy(
        group=group,
        lesions=len(lesions),
        patients=int(lesions["patient_no"].nunique()),
        not_assessed=len(lesions) - len(judged),
        share=share,
        why_none=why,
    )
