"""Fields of every curated table, in the order of its columns."""

from queries.domains.common import (
    AGENT,
    ANAESTHESIA,
    APPROACH,
    CIRSE_GRADE,
    CRITERION,
    CTCAE_GRADE,
    DEATH_CAUSE,
    ECOG,
    ENROLMENT_TYPE,
    EVENT_TYPE,
    GUIDANCE,
    INSTRUMENT,
    INTENT,
    LESION_STATUS,
    MODALITY,
    ORGAN,
    PROGRESSION_SITE,
    READER,
    RELATEDNESS,
    RESPONSE,
    SELECTIVITY,
    SEX,
    SIR_CLASS,
    SITE_STATUS,
    TECHNIQUE_CODES,
    VISIT_CODE,
    VITAL_STATUS,
    YES_NO,
)
from queries.domains.model import Field, Kind


def key(name: str, label: str, *, required: bool = True) -> Field:
    """Return an identifier field."""
    return Field(name, label, Kind.KEY, required=required)


def day(name: str, label: str, *, core: bool = False, planned: bool = False) -> Field:
    """Return a date field."""
    return Field(name, label, Kind.DATE, core=core, planned=planned)


ENTERED = Field("date_entered", "Form first entered", Kind.STAMP)

SITE_FIELDS = (
    key("site_id", "Site"),
    Field("site_name", "Site name", Kind.KEY),
    Field("site_label", "Site label", Kind.KEY),
    Field("country_code", "Country", Kind.KEY, required=True),
    Field(
        "status",
        "Site status",
        codes=SITE_STATUS,
    ),
    Field("activation_date", "Activation", Kind.STAMP, planned=True),
    Field("closure_date", "Closure", Kind.STAMP),
    Field("agreement_signed_date", "Agreement signed", Kind.STAMP),
    Field("ethics_approval_date", "Ethics approval", Kind.STAMP),
    Field("source_group", "Data access group", Kind.KEY),
    Field("annual_target", "Target a year", Kind.INTEGER, "diagnoses", bounds=(0, 100_000)),
)

PATIENT_FIELDS = (
    key("patient_id", "Registry pseudonym"),
    Field("sex", "Sex", codes=SEX, core=True, adjust=True),
    Field(
        "age_at_enrolment",
        "Age at enrolment",
        Kind.INTEGER,
        "years",
        bounds=(18, 110),
        core=True,
        adjust=True,
        top_code=90,
    ),
    day("consent_date", "Consent", core=True),
    day("enrolment_date", "Enrolment", core=True),
    Field("enrolment_type", "Enrolment type", codes=ENROLMENT_TYPE, core=True),
    day("withdrawal_date", "Withdrawal"),
    ENTERED,
)

VITAL_FIELDS = (
    key("patient_id", "Registry pseudonym"),
    Field("vital_status", "Vital status", codes=VITAL_STATUS, core=True, required=True),
    day("last_contact_date", "Last contact", core=True),
    day("death_date", "Death"),
    Field(
        "death_cause",
        "Cause of death",
        codes=DEATH_CAUSE,
        core=True,
        applies_when=("vital_status", "DEAD"),
    ),
    ENTERED,
)

DIAGNOSIS_FIELDS = (
    key("diagnosis_id", "Diagnosis"),
    key("patient_id", "Registry pseudonym"),
    Field("primary_site", "Primary site (ICD-10)", Kind.KEY, core=True),
    Field("histology_confirmed", "Histology confirmed", codes=YES_NO, core=True),
    day("diagnosis_date", "Diagnosis", core=True),
    Field("intent", "Intent", codes=INTENT, core=True, adjust=True),
    Field("treatment_naive", "Treatment-naive", codes=YES_NO, core=True, adjust=True),
    Field("prior_resection", "Prior resection", codes=YES_NO, core=True),
    Field("prior_ablation", "Prior ablation", codes=YES_NO, core=True),
    Field("prior_embo", "Prior embolisation", codes=YES_NO, core=True),
    Field("prior_radiotherapy", "Prior radiotherapy", codes=YES_NO, core=True),
    Field(
        "prior_systemic_lines",
        "Prior lines of systemic therapy",
        Kind.INTEGER,
        "lines",
        bounds=(0, 10),
        core=True,
    ),
    Field("concurrent_systemic", "Concurrent systemic therapy", codes=YES_NO, core=True),
    Field("planned_strategy", "Strategy planned at index", codes=TECHNIQUE_CODES, core=True),
    ENTERED,
)

BASELINE_COMMON = (
    day("baseline_date", "Baseline assessment", core=True),
    Field("ecog", "ECOG performance status", codes=ECOG, core=True, adjust=True),
    Field("bmi", "Body mass index", Kind.NUMBER, "kg/m2", bounds=(10, 80), soft=(15, 50)),
    Field(
        "n_tumours",
        "Tumours in the treated organ (11 = more than 10)",
        Kind.INTEGER,
        "tumours",
        bounds=(1, 11),
        core=True,
        adjust=True,
    ),
    Field(
        "max_diameter_mm",
        "Largest tumour",
        Kind.NUMBER,
        "mm",
        bounds=(1, 300),
        soft=(3, 200),
        core=True,
        adjust=True,
    ),
    Field(
        "extrahepatic_disease",
        "Disease outside the treated organ",
        codes=YES_NO,
        core=True,
        adjust=True,
    ),
    ENTERED,
)

LESION_FIELDS = (
    key("lesion_id", "Lesion"),
    key("diagnosis_id", "Diagnosis"),
    Field("lesion_no", "Lesion number", Kind.INTEGER, bounds=(1, 99)),
    Field("organ", "Organ", codes=ORGAN, core=True),
    Field("segment", "Segment", Kind.KEY),
    Field("baseline_diameter_mm", "Diameter", Kind.NUMBER, "mm", bounds=(1, 300), core=True),
    Field("near_vessel", "Vessel of 3 mm or more within 5 mm", codes=YES_NO),
    Field("subcapsular", "Subcapsular", codes=YES_NO),
    Field("is_target", "Target lesion", codes=YES_NO),
    ENTERED,
)

PROCEDURE_FIELDS = (
    key("procedure_id", "Procedure"),
    key("diagnosis_id", "Diagnosis"),
    day("procedure_date", "Procedure", core=True),
    Field("session_no", "Session", Kind.INTEGER, bounds=(1, 99), core=True),
    Field("technique_code", "Technique", codes=TECHNIQUE_CODES, core=True),
    Field("approach", "Approach", codes=APPROACH, core=True),
    Field("guidance", "Guidance", codes=GUIDANCE),
    Field("anaesthesia", "Anaesthesia", codes=ANAESTHESIA),
    Field("agent", "Agent", codes=AGENT),
    Field("activity_gbq", "Activity", Kind.NUMBER, "GBq", bounds=(0.05, 20)),
    Field("tumour_dose_gy", "Tumour dose", Kind.NUMBER, "Gy", bounds=(5, 1500)),
    Field("selectivity", "Selectivity", codes=SELECTIVITY),
    Field("technical_success", "Technical success", codes=YES_NO, core=True),
    Field("los_nights", "Length of stay", Kind.INTEGER, "nights", bounds=(0, 120), soft=(0, 14)),
    Field("cementoplasty", "Cementoplasty", codes=YES_NO),
    ENTERED,
)

PROCEDURE_LESION_FIELDS = (
    key("procedure_id", "Procedure"),
    key("lesion_id", "Lesion"),
    Field("ablation_time_min", "Ablation time", Kind.NUMBER, "min", bounds=(0.5, 90)),
    Field("applicators", "Applicators", Kind.INTEGER, bounds=(1, 12)),
    Field("margin_mm", "Margin", Kind.NUMBER, "mm", bounds=(0, 30)),
    Field("complete_ablation", "Complete at first control", codes=YES_NO),
)

VISIT_FIELDS = (
    key("visit_id", "Visit"),
    key("diagnosis_id", "Diagnosis"),
    Field("visit_code", "Scheduled visit", codes=VISIT_CODE, core=True),
    day("due_date", "Due", planned=True),
    day("window_start_date", "Window opens", planned=True),
    day("window_end_date", "Window closes", planned=True),
    day("actual_date", "Visit took place"),
    Field("ecog", "ECOG performance status", codes=ECOG),
    Field("imaging_done", "Imaging done", codes=YES_NO),
    Field("imaging_modality", "Modality", codes=MODALITY),
    ENTERED,
)

LESION_ASSESSMENT_FIELDS = (
    key("lesion_id", "Lesion"),
    day("assessment_date", "Assessment", core=True),
    Field("diameter_mm", "Diameter", Kind.NUMBER, "mm", bounds=(0, 300)),
    Field("viable_diameter_mm", "Viable diameter", Kind.NUMBER, "mm", bounds=(0, 300)),
    Field("lesion_status", "Status", codes=LESION_STATUS, core=True),
    Field("reader", "Reader", codes=READER),
    ENTERED,
)

RESPONSE_FIELDS = (
    key("diagnosis_id", "Diagnosis"),
    day("assessment_date", "Assessment", core=True),
    Field("criterion", "Criterion", codes=CRITERION, core=True, required=True),
    Field("response", "Response", codes=RESPONSE, core=True, required=True),
    Field("reader", "Reader", codes=READER),
    Field("new_lesion", "New lesion", codes=YES_NO),
    Field("progression_site", "Site of progression", codes=PROGRESSION_SITE),
    ENTERED,
)

EVENT_FIELDS = (
    key("diagnosis_id", "Diagnosis"),
    Field("event_type", "Event", codes=EVENT_TYPE, core=True, required=True),
    day("event_date", "Event", core=True),
    Field("detail_code", "Detail", Kind.KEY),
    ENTERED,
)

ADVERSE_EVENT_FIELDS = (
    key("ae_id", "Adverse event"),
    key("diagnosis_id", "Diagnosis"),
    key("procedure_id", "Procedure", required=False),
    day("onset_date", "Onset", core=True),
    Field("ctcae_term", "CTCAE term", Kind.KEY, core=True),
    Field("ctcae_category", "CTCAE category", Kind.KEY),
    Field("ctcae_grade", "CTCAE grade", codes=CTCAE_GRADE, core=True),
    Field("sir_class", "SIR class", codes=SIR_CLASS),
    Field("cirse_grade", "CIRSE grade", codes=CIRSE_GRADE),
    Field("relatedness", "Relatedness", codes=RELATEDNESS, core=True),
    Field("serious", "Serious", codes=YES_NO),
    day("resolved_date", "Resolved"),
    ENTERED,
)

PRO_FIELDS = (
    key("diagnosis_id", "Diagnosis"),
    Field("visit_code", "Scheduled visit", codes=VISIT_CODE, required=True),
    Field("instrument", "Instrument", codes=INSTRUMENT, required=True),
    key("scale_code", "Scale"),
    Field("score", "Score", Kind.NUMBER, "points", bounds=(-1, 200)),
    day("completed_date", "Completed"),
)

TARGET_FIELDS = (
    key("site_id", "Site", required=False),
    key("region_code", "Region", required=False),
    key("domain_code", "Domain"),
    Field("month", "Month", Kind.STAMP, required=True, planned=True),
    Field("target_n", "Target", Kind.NUMBER, "diagnoses", bounds=(0, 1_000_000), required=True),
)
