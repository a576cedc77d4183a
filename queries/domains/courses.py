"""Fields of follow-up: visits, assessments, events, adverse events and questionnaires."""

from queries.domains.common import (
    CIRSE_GRADE,
    CRITERION,
    CTCAE_GRADE,
    ECOG,
    EVENT_TYPE,
    INSTRUMENT,
    LESION_STATUS,
    MODALITY,
    PROGRESSION_SITE,
    READER,
    RELATEDNESS,
    RESPONSE,
    SIR_CLASS,
    VISIT_CODE,
)
from queries.domains.forms import DIAGNOSIS_KEY, ENTERED, day, key, yes_no
from queries.domains.model import Field, Kind

_ASSESSED = day("assessment_date", "Assessment", "Day of the imaging that was read.", core=True)
_READER = Field(
    "reader",
    "Reader",
    codes=READER,
    definition="Who read the images; endpoints use the site's reading wherever there is one.",
)

VISIT_FIELDS = (
    key("visit_id", "Visit", "Identifier of the scheduled or unscheduled visit."),
    DIAGNOSIS_KEY,
    Field(
        "visit_code",
        "Scheduled visit",
        codes=VISIT_CODE,
        core=True,
        definition="Place of the visit in the schedule, weeks or months from the index procedure.",
    ),
    day("due_date", "Due", "Day on which the visit is due.", planned=True),
    day("window_start_date", "Window opens", "First day that counts as in time.", planned=True),
    day("window_end_date", "Window closes", "Last day that counts as in time.", planned=True),
    day("actual_date", "Visit took place", "Day of the visit; absent where it did not take place."),
    Field(
        "ecog",
        "ECOG performance status",
        codes=ECOG,
        definition="Performance status at the visit.",
    ),
    yes_no("imaging_done", "Imaging done", "The treated organ was imaged for the visit."),
    Field("imaging_modality", "Modality", codes=MODALITY, definition="Modality of that imaging."),
    Field(
        "opioid_ome_mg",
        "Opioid dose",
        Kind.NUMBER,
        "mg/day",
        bounds=(0, 2000),
        domains=("BONE",),
        definition="Daily opioids at the visit as oral morphine equivalent.",
    ),
    ENTERED,
)

LESION_ASSESSMENT_FIELDS = (
    key("lesion_id", "Lesion", "Lesion that was assessed."),
    _ASSESSED,
    Field(
        "diameter_mm",
        "Diameter",
        Kind.NUMBER,
        "mm",
        bounds=(0, 300),
        definition="Longest diameter of the lesion or its zone.",
    ),
    Field(
        "viable_diameter_mm",
        "Viable diameter",
        Kind.NUMBER,
        "mm",
        bounds=(0, 300),
        definition="Longest diameter that enhances in the arterial phase.",
    ),
    Field(
        "lesion_status",
        "Status",
        codes=LESION_STATUS,
        core=True,
        definition="Complete or residual at the first control; afterwards with or without local "
        "tumour progression (viable tumour in or within 10 mm of the zone).",
    ),
    _READER,
    ENTERED,
)

RESPONSE_FIELDS = (
    DIAGNOSIS_KEY,
    _ASSESSED,
    Field(
        "criterion",
        "Criterion",
        codes=CRITERION,
        core=True,
        required=True,
        definition="Criterion by which the images were read.",
    ),
    Field(
        "response",
        "Response",
        codes=RESPONSE,
        core=True,
        required=True,
        definition="Overall response as entered.",
    ),
    _READER,
    yes_no(
        "new_lesion", "New lesion", "A lesion that was not there before; counts as progression."
    ),
    Field(
        "progression_site",
        "Site of progression",
        codes=PROGRESSION_SITE,
        definition="Where the disease progressed, seen from the treated lesions.",
    ),
    ENTERED,
)

EVENT_FIELDS = (
    DIAGNOSIS_KEY,
    Field(
        "event_type",
        "Event",
        codes=EVENT_TYPE,
        core=True,
        required=True,
        definition="What happened; death is in the vital status only.",
    ),
    day("event_date", "Event", "Day of the event.", core=True),
    key(
        "detail_code",
        "Detail",
        "Short code; LOCAL, INTRA_ORGAN_DISTANT or EXTRA_ORGAN state the site of a progression.",
        required=False,
    ),
    ENTERED,
)

ADVERSE_EVENT_FIELDS = (
    key("ae_id", "Adverse event", "Identifier of the adverse event."),
    DIAGNOSIS_KEY,
    key("procedure_id", "Procedure", "Session that it followed.", required=False),
    day("onset_date", "Onset", "First day of the adverse event.", core=True),
    Field(
        "ctcae_term",
        "CTCAE term",
        Kind.KEY,
        core=True,
        definition="Term of the Common Terminology Criteria, version 5, as a short code.",
    ),
    key("ctcae_category", "CTCAE category", "System organ class.", required=False),
    Field(
        "ctcae_grade",
        "CTCAE grade",
        codes=CTCAE_GRADE,
        core=True,
        definition="Worst grade, 1 to 5.",
    ),
    Field(
        "sir_class",
        "SIR class",
        codes=SIR_CLASS,
        definition="Severity by the Society of Interventional Radiology, 2017.",
    ),
    Field(
        "cirse_grade",
        "CIRSE grade",
        codes=CIRSE_GRADE,
        definition="Grade of the CIRSE classification, either vintage.",
    ),
    Field(
        "relatedness",
        "Relatedness",
        codes=RELATEDNESS,
        core=True,
        definition="Relation to the procedure as judged by the site.",
    ),
    yes_no("serious", "Serious", "Meets a criterion of seriousness."),
    day("resolved_date", "Resolved", "Last day of the adverse event."),
    ENTERED,
)

PRO_FIELDS = (
    DIAGNOSIS_KEY,
    Field(
        "visit_code",
        "Scheduled visit",
        codes=VISIT_CODE,
        required=True,
        definition="Visit that the questionnaire belongs to; BASE before the index procedure.",
    ),
    Field(
        "instrument",
        "Instrument",
        codes=INSTRUMENT,
        required=True,
        definition="Questionnaire.",
    ),
    key("scale_code", "Scale", "Scale of the instrument, as a short code."),
    Field(
        "score",
        "Score",
        Kind.NUMBER,
        "points",
        bounds=(-1, 200),
        definition="Score of the scale as its manual defines it; no single items.",
    ),
    day("completed_date", "Completed", "Day on which the patient answered."),
)
