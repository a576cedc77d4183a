"""What files call the fields of the registry, and what they write for its codes."""

# field -> what its column is often called; words in any order, the longest match wins
NAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "patient": {
        "patient_id": (
            *("id", "patient", "patient id", "patientid", "pid", "subject", "subject id"),
            *("usubjid", "case id", "person id", "record id", "study id"),
        ),
        "site_id": ("site", "site id", "siteid", "centre", "center", "hospital"),
        "sex": ("sex", "gender"),
        "age_at_enrolment": ("age", "age years", "age at diagnosis", "age at enrolment"),
        "consent_date": ("consent", "consent date", "date of consent"),
        "enrolment_date": ("enrolment", "enrolled", "inclusion date", "date of inclusion"),
    },
    "vital_status": {
        "vital_status": ("vital status", "survival status", "status", "deceased", "dead"),
        "death_date": ("death", "died", "death date", "date of death", "dod", "dthdt"),
        "last_contact_date": (
            *("last contact", "last contact date", "last seen", "last follow up"),
            *("last known alive", "date of last known alive", "date last seen"),
        ),
        "death_cause": ("cause of death", "death cause"),
    },
    "diagnosis": {
        "diagnosis_date": ("diagnosis date", "date of diagnosis", "dx", "dx date"),
        "intent": ("intent", "treatment intent"),
        "prior_resection": ("prior resection", "prev resection", "previous resection"),
        "prior_ablation": ("prior ablation", "previous ablation"),
        "prior_embo": ("prior embolisation", "prior embolization", "prior tace"),
        "prior_systemic_lines": ("lines", "prior lines", "lines of systemic therapy"),
    },
    "baseline": {
        "ecog": ("ecog", "ps", "who ps", "performance status", "ecog performance status"),
        "bmi": ("bmi", "body mass index"),
        "n_tumours": (
            *("number of nodules", "number of tumours", "number of tumors"),
            *("number of lesions", "amount of hepatic lesions", "n tumours", "lesions"),
        ),
        "max_diameter_mm": (
            *("size", "tumour size", "tumor size", "diameter", "largest diameter"),
            *("max diameter", "largest diameter of hepatic lesions", "major dimension of nodule"),
        ),
        "extrahepatic_disease": ("extrahepatic", "metastasis", "distant metastasis"),
        "bilobar": ("bilobar",),
        "albumin_g_l": ("albumin", "alb", "alb s"),
        "bilirubin_umol_l": ("bilirubin", "total bilirubin", "bili", "bili s"),
        "inr": ("inr", "inr c", "international normalised ratio"),
        "platelets_10e9_l": ("platelets", "plt", "b plt e", "platelet count"),
        "creatinine_umol_l": ("creatinine", "crea", "cre s"),
        "ascites": ("ascites", "ascites degree"),
        "encephalopathy": ("encephalopathy", "encephalopathy degree"),
        "cirrhosis": ("cirrhosis", "evidence of cirrhosis"),
        "child_pugh_site": ("child pugh", "child pugh class", "cps"),
        "etiology": ("etiology", "aetiology", "cause of liver disease"),
        "afp_ng_ml": ("afp", "alpha fetoprotein"),
        "pvi": ("portal vein thrombosis", "portal vein invasion", "pvt", "vascular invasion"),
        "bclc_site": ("bclc", "bclc stage"),
    },
    "procedure": {
        "procedure_date": (
            *("procedure date", "date of procedure", "treatment date", "date of treatment"),
            *("op", "operation", "operation date", "treated", "treated on", "procedure on"),
        ),
        "technique_code": ("technique", "method", "treatment", "procedure"),
        "los_nights": ("length of stay", "los", "nights"),
    },
}

# code -> texts that files write for it, in lower case
WORDS: dict[str, tuple[str, ...]] = {
    "F": ("f", "female", "w", "woman"),
    "M": ("m", "male", "man"),
    "Y": ("y", "yes", "true", "present", "checked"),
    "N": ("n", "no", "false", "absent", "unchecked"),
    "UNK": ("unk", "unknown", "not known"),
    "DEAD": ("dead", "died", "deceased", "death"),
    "ALIVE": ("alive", "living"),
    "LOST": ("lost", "lost to follow-up"),
    "CTACE": ("ctace", "c-tace", "conventional tace"),
    "DEBTACE": ("deb-tace", "debtace", "bead tace"),
    "CURATIVE": ("curative",),
    "PALLIATIVE": ("palliative",),
}

MISSING = ("NA", "N/A", "#N/A", "n/a", "NULL", "null", "None", "NaN", ".", "-", "--", "missing")
UNKNOWN = ("?", "unknown", "Unknown", "UNKNOWN", "UNK", "unk")

# words in the name of a column that may tell who somebody is: such a column is never placed
IDENTIFYING = frozenset(
    {
        *("name", "surname", "firstname", "lastname", "familyname", "givenname", "initials"),
        *("mrn", "ssn", "birth", "dob", "birthdate", "dateofbirth", "birthday"),
        *("address", "addressline", "street", "city", "zip", "postcode", "phone", "telephone"),
        *("email", "fax", "comment", "comments", "note", "notes"),
    }
)

# words in the name of a column that are a unit
UNIT_WORDS = frozenset(
    {
        *("mm", "cm", "mg", "g", "kg", "ng", "ug", "dl", "l", "ml", "u", "ul", "umol", "nmol"),
        *("iu", "10", "9", "3", "6", "days", "weeks", "months", "years", "yrs", "gbq", "mbq"),
    }
)
