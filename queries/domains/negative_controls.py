"""Outcomes that no technique can plausibly change: a difference in one of them is bias."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NegativeControl:
    """One negative control: a field entered before treatment, or a code of an endpoint."""

    label: str
    reason: str  # why no technique can change it, and what it shares with the outcome
    limit: str  # what a difference, or none, cannot tell
    field: str = ""  # of the index record, a number; not among the usual covariates
    endpoint: str = ""  # else an endpoint
    code: int = 0  # of which this code is the control


OTHER_DEATH = NegativeControl(
    "Death from another or unknown cause",
    "What kills beside the disease and its treatment is not for a technique to prevent; who is "
    "frail or has other illness dies of it, and is also treated otherwise.",
    "Causes are judged by the sites and an unknown one counts here, so that deaths of the disease "
    "or of a complication may be among them; who died of the disease can no longer die of it.",
    endpoint="CSS",
    code=2,
)
BMI = NegativeControl(
    "Body mass index before treatment",
    "It was measured before the technique was used and cannot follow from it; weight loss goes "
    "with frailty, which bears on choice and survival and is adjusted for by fitness only.",
    "It speaks for confounding by nutrition and frailty, not for other reasons of a choice.",
    field="bmi",
)
KIDNEYS = NegativeControl(
    "Creatinine before treatment",
    "It was measured before the technique was used and cannot follow from it; poor kidneys speak "
    "against contrast medium and for early death, and are not adjusted for.",
    "It speaks for confounding by kidney function and other illness only.",
    field="creatinine_umol_l",
)
PLATELETS = NegativeControl(
    "Platelets before treatment",
    "They were counted before the technique was used and cannot follow from it; few of them mark "
    "portal hypertension, which bears on choice and survival and is not adjusted for.",
    "They speak for confounding by portal hypertension only.",
    field="platelets_10e9_l",
)
