"""Fields of sites, patients, their vital status and their diagnoses."""

from queries.domains.common import (
    DEATH_CAUSE,
    ENROLMENT_TYPE,
    INTENT,
    SEX,
    SITE_STATUS,
    TECHNIQUE_CODES,
    VITAL_STATUS,
)
from queries.domains.forms import ENTERED_CORE, PATIENT_KEY, day, key, yes_no
from queries.domains.model import Field, Kind


def _site_day(name: str, label: str, definition: str) -> Field:
    return Field(name, label, Kind.STAMP, planned=True, definition=definition)


SITE_FIELDS = (
    key("site_id", "Site", "Code of the site, the same in every file."),
    key("site_name", "Site name", "Name, shown to the coordinating centre only.", required=False),
    key("site_label", "Site label", "Text shown to everybody else.", required=False),
    key("country_code", "Country", "Country, ISO 3166-1 alpha-3."),
    Field(
        "status",
        "Site status",
        codes=SITE_STATUS,
        definition="Where the site stands between plan and closure.",
    ),
    _site_day("activation_date", "Activation", "First day on which the site may enrol."),
    _site_day("closure_date", "Closure", "Last day on which the site may enrol."),
    _site_day("agreement_signed_date", "Agreement signed", "Day of the participation agreement."),
    _site_day("ethics_approval_date", "Ethics approval", "Day of the ethics committee's approval."),
    key("source_group", "Data access group", "Name of the site in the source.", required=False),
    Field(
        "annual_target",
        "Target a year",
        Kind.INTEGER,
        "diagnoses",
        bounds=(0, 100_000),
        definition="Diagnoses that the site expects to enrol in a year.",
    ),
)

PATIENT_FIELDS = (
    key("patient_id", "Registry pseudonym", "Identifier that means nothing outside the registry."),
    Field(
        "sex",
        "Sex",
        codes=SEX,
        core=True,
        adjust=True,
        definition="Sex as recorded by the site.",
    ),
    Field(
        "age_at_enrolment",
        "Age at enrolment",
        Kind.INTEGER,
        "years",
        bounds=(18, 110),
        core=True,
        adjust=True,
        top_code=90,
        definition="Completed years on the day of enrolment; 90 and above are stored as 90.",
    ),
    day("consent_date", "Consent", "Day from which the patient may be counted.", core=True),
    day("enrolment_date", "Enrolment", "Day on which the site enrolled the patient.", core=True),
    Field(
        "enrolment_type",
        "Enrolment type",
        codes=ENROLMENT_TYPE,
        core=True,
        definition="Enrolled before (prospective) or after (retrospective) the index procedure.",
    ),
    day("withdrawal_date", "Withdrawal", "Day on which consent was withdrawn."),
    ENTERED_CORE,
)

VITAL_FIELDS = (
    PATIENT_KEY,
    Field(
        "vital_status",
        "Vital status",
        codes=VITAL_STATUS,
        core=True,
        required=True,
        definition="Status when last heard of.",
    ),
    day("last_contact_date", "Last contact", "Last day known to be alive.", core=True),
    Field(
        "death_date",
        "Death",
        Kind.DATE,
        core=True,
        applies_when=("vital_status", "DEAD"),
        definition="Day of death.",
    ),
    Field(
        "death_cause",
        "Cause of death",
        codes=DEATH_CAUSE,
        core=True,
        applies_when=("vital_status", "DEAD"),
        definition="Underlying cause as judged by the site.",
    ),
    ENTERED_CORE,
)

DIAGNOSIS_FIELDS = (
    key("diagnosis_id", "Diagnosis", "One per patient and disease domain."),
    PATIENT_KEY,
    Field(
        "primary_site",
        "Primary site (ICD-10)",
        Kind.KEY,
        core=True,
        definition="Site of the primary tumour, three characters of ICD-10, such as C22.",
    ),
    yes_no(
        "histology_confirmed", "Histology confirmed", "Biopsy or specimen proved it.", core=True
    ),
    day("diagnosis_date", "Diagnosis", "Day of the diagnosis, before the index.", core=True),
    Field(
        "intent",
        "Intent",
        codes=INTENT,
        core=True,
        adjust=True,
        definition="Aim of the index procedure as decided by the tumour board.",
    ),
    yes_no(
        "treatment_naive",
        "Treatment-naive",
        "No treatment of this disease before the index procedure.",
        core=True,
        adjust=True,
    ),
    yes_no("prior_resection", "Prior resection", "Resection in the treated organ.", core=True),
    yes_no("prior_ablation", "Prior ablation", "Ablation in the treated organ.", core=True),
    yes_no("prior_embo", "Prior embolisation", "Embolisation of the treated organ.", core=True),
    yes_no("prior_radiotherapy", "Prior radiotherapy", "Radiotherapy of the lesions.", core=True),
    Field(
        "prior_systemic_lines",
        "Prior lines of systemic therapy",
        Kind.INTEGER,
        "lines",
        bounds=(0, 10),
        core=True,
        definition="Lines of systemic therapy for this disease before the index procedure.",
    ),
    yes_no(
        "concurrent_systemic",
        "Concurrent systemic therapy",
        "Systemic therapy begun by plan within 60 days before or after the index procedure.",
        core=True,
    ),
    Field(
        "planned_strategy",
        "Strategy planned at index",
        codes=TECHNIQUE_CODES,
        core=True,
        definition="What was decided at the index procedure; never what happened later.",
    ),
    ENTERED_CORE,
)

TARGET_FIELDS = (
    key("site_id", "Site", "Site of the target; absent for a target of a region.", required=False),
    key("region_code", "Region", "Region; absent for a target of a site.", required=False),
    key("domain_code", "Domain", "Disease domain of the target."),
    Field(
        "month",
        "Month",
        Kind.STAMP,
        required=True,
        definition="First day of the calendar month.",
        planned=True,
    ),
    Field(
        "target_n",
        "Target",
        Kind.NUMBER,
        "diagnoses",
        bounds=(0, 1_000_000),
        required=True,
        definition="Diagnoses expected in the month.",
    ),
)


def _counted(name: str, label: str, definition: str) -> Field:
    bounds = (0, 1_000_000)
    return Field(name, label, Kind.INTEGER, "people", bounds=bounds, definition=definition)


SCREENING_FIELDS = (
    key("site_id", "Site", "Site that screened."),
    key("domain_code", "Domain", "Disease domain that they were screened for."),
    Field(
        "month",
        "Month",
        Kind.STAMP,
        required=True,
        definition="First day of the calendar month in which they were screened.",
    ),
    _counted("screened", "Screened", "People looked at for the registry in the month."),
    _counted("eligible", "Eligible", "Of these, people who met the criteria."),
    _counted("consented", "Consented", "Of these, people who consented."),
    _counted("treated", "Treated", "Of these, people who had the index procedure, whenever."),
)
