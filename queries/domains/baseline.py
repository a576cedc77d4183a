"""Baseline fields that every domain uses, or more than one."""

from queries.domains.common import CLINICAL_T, ECOG, LIVER_INVOLVEMENT, PORTAL_INVASION, YES_NO
from queries.domains.forms import ENTERED_CORE, day, yes_no
from queries.domains.model import Field, Kind

BASELINE_COMMON = (
    day(
        "baseline_date",
        "Baseline assessment",
        "Day of the assessment, within 42 days before the index procedure.",
        core=True,
    ),
    Field(
        "ecog",
        "ECOG performance status",
        codes=ECOG,
        core=True,
        adjust=True,
        definition="Performance status before the index procedure.",
    ),
    Field(
        "bmi",
        "Body mass index",
        Kind.NUMBER,
        "kg/m2",
        bounds=(10, 80),
        soft=(15, 50),
        definition="Weight divided by height squared.",
    ),
    Field(
        "n_tumours",
        "Tumours in the treated organ (11 = more than 10)",
        Kind.INTEGER,
        "tumours",
        bounds=(1, 11),
        core=True,
        adjust=True,
        definition="Tumours in the treated organ before the index procedure, treated or not.",
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
        definition="Longest diameter of the largest tumour in the treated organ.",
    ),
    Field(
        "extrahepatic_disease",
        "Disease outside the treated organ",
        codes=YES_NO,
        core=True,
        adjust=True,
        definition="Tumour outside the treated organ before the index procedure.",
    ),
    ENTERED_CORE,
)

BILOBAR = yes_no("bilobar", "Both lobes involved", "Tumour in both lobes of the liver.", core=True)
LIVER_INVOLVED = Field(
    "liver_involvement_pct",
    "Liver replaced by tumour",
    codes=LIVER_INVOLVEMENT,
    core=True,
    adjust=True,
    definition="Share of the liver's volume that is tumour, in per cent.",
)
ALBUMIN = Field(
    "albumin_g_l",
    "Albumin",
    Kind.NUMBER,
    "g/L",
    bounds=(10, 60),
    soft=(20, 52),
    core=True,
    adjust=True,
    definition="Serum albumin; with bilirubin it makes the ALBI score.",
)
BILIRUBIN = Field(
    "bilirubin_umol_l",
    "Bilirubin",
    Kind.NUMBER,
    "umol/L",
    bounds=(1, 600),
    soft=(3, 100),
    core=True,
    adjust=True,
    definition="Total serum bilirubin; with albumin it makes the ALBI score.",
)
CREATININE = Field(
    "creatinine_umol_l",
    "Creatinine",
    Kind.NUMBER,
    "umol/L",
    bounds=(15, 2000),
    soft=(30, 400),
    core=True,
    definition="Serum creatinine.",
)
CIRRHOSIS = yes_no(
    "cirrhosis", "Cirrhosis", "Cirrhosis by histology or imaging.", core=True, adjust=True
)
PVI = Field(
    "pvi",
    "Portal vein invasion",
    codes=PORTAL_INVASION,
    core=True,
    adjust=True,
    definition="Macrovascular invasion of the portal vein; in cholangiocarcinoma of any vessel.",
)
CEA = Field(
    "cea_ng_ml",
    "Carcinoembryonic antigen",
    Kind.NUMBER,
    "ng/mL",
    bounds=(0.1, 100_000),
    core=True,
    adjust=True,
    definition="Serum carcinoembryonic antigen; in lung metastases of a colorectal primary only.",
)
CHARLSON = Field(
    "charlson",
    "Charlson index",
    Kind.INTEGER,
    "points",
    bounds=(0, 37),
    core=True,
    adjust=True,
    definition="Charlson comorbidity index without the treated cancer.",
)
T_CATEGORY = Field(
    "clinical_t",
    "Clinical T category",
    codes=CLINICAL_T,
    core=True,
    adjust=True,
    definition="Clinical T category before the index procedure.",
)
