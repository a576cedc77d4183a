"""Endpoints that the domains choose from, each with the variants that a reader may select.

Names of columns are those of `queries.importers.facts` and `queries.importers.lesions`.
"""

from dataclasses import replace
from typing import Any

from analytics.endpoints import EndpointRule, Unit
from queries.domains.common import COMBINED, COMBINED_WITHIN, TECHNIQUES
from queries.domains.model import Technique

_IGNORED = "Transplantation and resection are ignored."
_CENSORED = "Follow-up is censored at transplantation or resection."
_COMPETING = "Transplantation and resection of the disease compete."
_SEEN = ("contact_not_supplied", "death_undated")
_JUDGED = ("control_not_supplied", "death_undated")
_WATCHED = ("death_undated", "progression_not_supplied", "progression_undated")
_PLACED = ("death_undated", "progression_site_not_supplied", "progression_undated")
_UNSTATED_SITE = (
    "A progression without a stated site counts as within the organ, unless another progression "
    "of the diagnosis has one."
)

OVERALL = EndpointRule(
    "OS",
    "Overall survival",
    "Index procedure to death from any cause; censored at last contact.",
    event=("death_day",),
    unless=_SEEN,
    policy=_IGNORED,
)
_SPECIFIC = EndpointRule(
    "CSS",
    "Death from the disease",
    "Index procedure to death from the cancer or its treatment (in hepatocellular carcinoma also "
    "from liver failure); death from another or an unknown cause competes; censored at last "
    "contact.",
    event=("specific_death_day",),
    competing=("other_death_day",),
    unless=(*_SEEN, "death_cause_not_supplied"),
    policy=_IGNORED,
)
PROGRESSION_FREE = EndpointRule(
    "PFS",
    "Progression-free survival",
    "Index procedure to first progression at any site or death from any cause; "
    "censored at the last assessment.",
    event=("progression_day", "death_day"),
    censor="last_assessment_day",
    unless=_WATCHED,
    policy=f"{_IGNORED} Death counts however long the last imaging is past.",
)
_ORGAN_FREE = EndpointRule(
    "LPFS",
    "Progression-free survival in the treated organ",
    "Index procedure to first progression within the treated organ or death from any cause; "
    "progression elsewhere is no event; censored at the last assessment. " + _UNSTATED_SITE,
    event=("organ_progression_day", "death_day"),
    censor="last_assessment_day",
    unless=_PLACED,
    policy=_IGNORED,
)
TO_PROGRESSION = EndpointRule(
    "TTP",
    "Time to progression",
    "Index procedure to first progression; death without progression competes; censored at the "
    "last assessment.",
    event=("progression_day",),
    competing=("death_day", "removal_day"),
    censor="last_assessment_day",
    unless=_WATCHED,
    policy=_COMPETING,
)
_WITHIN = EndpointRule(
    "IN_ORGAN",
    "Progression within the treated organ",
    "Index procedure to first progression within the treated organ, at the treated lesions or "
    "elsewhere in it; death competes; censored at the last assessment. " + _UNSTATED_SITE,
    event=("organ_progression_day",),
    competing=("death_day", "removal_day"),
    censor="last_assessment_day",
    unless=_PLACED,
    policy=_COMPETING,
)
_OUTSIDE = EndpointRule(
    "EXTRA_ORGAN",
    "Progression outside the treated organ",
    "Index procedure to first progression stated to lie outside the treated organ; death "
    "competes; censored at the last assessment.",
    event=("extra_progression_day",),
    competing=("death_day",),
    censor="last_assessment_day",
    unless=_PLACED,
    policy=_IGNORED,
)
_UNTREATABLE = EndpointRule(
    "TTUP",
    "Time to untreatable progression",
    "Index procedure to untreatable progression; death competes; censored at the last "
    "assessment. By rule it is the first of: progression with ECOG above 2 within 30 days; new "
    "spread outside the liver; no response (stable or progressive disease) at the first "
    "assessment after each of two consecutive sessions; systemic therapy begun after progression "
    "without a session in between. Child-Pugh points and vascular invasion after baseline are "
    "not collected.",
    event=("untreatable_day",),
    competing=("death_day", "removal_day"),
    censor="last_assessment_day",
    unless=("death_undated", "untreatable_not_supplied"),
    policy=f"As entered, else by rule. {_COMPETING}",
)
_LESION_SEEN = "censored at the last assessment of the lesion"
_LESION_RULE = (
    "Tumour seen at the first control is residual and no event; a lesion retreated within 90 days "
    "of its first treatment and then complete stays at risk from its first treatment; one that "
    "never became complete is not at risk."
)
_LOCAL = EndpointRule(
    "LTP",
    "Local tumour progression",
    "Per lesion, from its first treatment to viable tumour in or within 10 mm of the zone after a "
    f"control that showed it complete; death competes; {_LESION_SEEN}. {_LESION_RULE}",
    event=("local_progression_day",),
    competing=("death_day", "removal_day"),
    censor="last_lesion_day",
    origin="lesion_origin_day",
    unless=(*_JUDGED, "local_left_out"),
    unit=Unit.LESION,
    policy=f"Residual tumour is left out. {_COMPETING}",
)

_SPELT = "LTP: local tumour progression."
_UNSEEN = (
    "A lesion without any control counts if its patient died and is left out while the patient "
    "lives: where many were never controlled, the curve lies too low."
)
_FIRST_LESION = EndpointRule(
    "LTPFS_FIRST",
    "LTP-free survival, first lesion",
    "Per patient, the lesion that was treated first (of several on one day the one with the "
    "lowest number): from its first treatment to its local tumour progression or death from any "
    "cause; censored at its last assessment. Other lesions are no event. " + _LESION_RULE,
    event=("first_lesion_progression_day", "death_day"),
    censor="first_lesion_last_day",
    origin="first_lesion_origin_day",
    unless=("death_undated", "first_lesion_left_out"),
    policy=f"{_SPELT} Residual tumour is left out. {_UNSEEN} {_IGNORED}",
)


def _variant(rule: EndpointRule, suffix: str, policy: str, **changes: Any) -> EndpointRule:
    return replace(
        rule, code=f"{rule.code}_{suffix}", variant_of=rule.code, policy=policy, **changes
    )


def _censored(rule: EndpointRule) -> EndpointRule:
    competing = tuple(name for name in rule.competing if name != "removal_day")
    policy = rule.policy.replace(_COMPETING, _CENSORED).replace(_IGNORED, _CENSORED)
    return _variant(rule, "CENSOR_TX", policy, competing=competing, stops=("removal_day",))


_PATIENTS = (
    OVERALL,
    _censored(OVERALL),
    _SPECIFIC,
    PROGRESSION_FREE,
    _censored(PROGRESSION_FREE),
    _variant(
        PROGRESSION_FREE,
        "CENSOR_GAP",
        "Death after more than two scheduled visits without imaging is censored at the last "
        f"assessment. {_IGNORED}",
        event=("progression_day", "watched_death_day"),
    ),
    _ORGAN_FREE,
    _censored(_ORGAN_FREE),
    TO_PROGRESSION,
    _censored(TO_PROGRESSION),
    _variant(TO_PROGRESSION, "IGNORE_TX", _IGNORED, competing=("death_day",)),
    _WITHIN,
    _OUTSIDE,
)
_UNTREATABLES = (
    _UNTREATABLE,
    _censored(_UNTREATABLE),
    _variant(
        _UNTREATABLE,
        "ENTERED",
        f"Only as entered by the site. {_COMPETING}",
        event=("untreatable_entered_day",),
        unless=("death_undated", "untreatable_not_entered"),
    ),
)
_LIVER_NAMES = {
    "LPFS": "Progression-free survival in the liver",
    "IN_ORGAN": "Intrahepatic progression",
    "EXTRA_ORGAN": "Extrahepatic progression",
}


def patient_endpoints(techniques: tuple[Technique, ...]) -> tuple[EndpointRule, ...]:
    """Return the endpoints of patients; with a landmark where a strategy has two parts."""
    if not any(technique.code in COMBINED for technique in techniques):
        return _PATIENTS
    landmark = _variant(
        OVERALL,
        f"LANDMARK_{COMBINED_WITHIN}",
        f"Time starts {COMBINED_WITHIN} days after the index procedure for those still observed; "
        f"groups are formed by the sessions up to that day. {_IGNORED}",
        landmark=float(COMBINED_WITHIN),
        group="technique_by_landmark",
    )
    return (*_PATIENTS[:2], landmark, *_PATIENTS[2:])


def liver_endpoints(techniques: tuple[Technique, ...]) -> tuple[EndpointRule, ...]:
    """Return the endpoints of patients treated in the liver, under the names used there."""
    every = (*patient_endpoints(techniques), *_UNTREATABLES)
    return tuple(
        replace(rule, name=_LIVER_NAMES.get(rule.variant_of or rule.code, rule.name))
        for rule in every
    )


def lesion_endpoints(techniques: tuple[Technique, ...]) -> tuple[EndpointRule, ...]:
    """Return the endpoints of lesions, for the domain's ablations and planned combinations."""
    families = {technique.code: technique.family for technique in TECHNIQUES}
    ablative = tuple(
        technique.code
        for technique in techniques
        if families.get(technique.code) == "ABLATION" or technique.code in COMBINED
    )
    every = (
        _LOCAL,
        replace(_censored(_LOCAL), unless=(*_JUDGED, "local_left_out_unless_dead")),
        _variant(
            _LOCAL,
            "OR_RESIDUAL",
            "Residual tumour that is not made complete is an event on the day of the first "
            f"control; every treated lesion counts. {_COMPETING}",
            name="Local failure (residual tumour or local tumour progression)",
            definition="Per lesion, from its first treatment to the first control where it is not "
            "made complete by retreatment within 90 days, else to local tumour progression; death "
            f"competes; {_LESION_SEEN}, at half a day where there is none.",
            event=("local_failure_day",),
            unless=_JUDGED,
        ),
        replace(
            _LOCAL,
            code="LTPFS",
            name="LTP-free survival",
            definition="Per lesion, from its first treatment to local tumour progression or death "
            f"from any cause; {_LESION_SEEN}. {_LESION_RULE}",
            event=("local_progression_day", "death_day"),
            competing=(),
            unless=(*_JUDGED, "local_left_out_unless_dead"),
            policy=f"{_SPELT} Residual tumour is left out. {_UNSEEN} {_IGNORED}",
        ),
        _FIRST_LESION,
    )
    return tuple(replace(rule, techniques=ablative) for rule in every)
