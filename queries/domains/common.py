"""Code lists and techniques that several domains share."""

from queries.domains.model import Code, Technique


def codes(**labels: str) -> tuple[Code, ...]:
    """Return a code list from `CODE="label"` pairs, in the order given."""
    return tuple(Code(code.lstrip("_"), label) for code, label in labels.items())


UNKNOWN = Code("UNK", "Unknown")
YES_NO = (*codes(Y="Yes", N="No"), UNKNOWN)
SEX = (*codes(F="Female", M="Male", X="Other"), UNKNOWN)
ENROLMENT_TYPE = codes(PROSPECTIVE="Prospective", RETROSPECTIVE="Retrospective")
VITAL_STATUS = codes(ALIVE="Alive", DEAD="Dead", LOST="Lost to follow-up", WITHDRAWN="Withdrawn")
DEATH_CAUSE = (
    *codes(
        CANCER="Cancer", LIVER_FAILURE="Liver failure", TREATMENT="Treatment", OTHER="Other cause"
    ),
    UNKNOWN,
)
INTENT = (
    *codes(
        CURATIVE="Curative",
        BRIDGE="Bridge to transplant",
        DOWNSTAGE="Downstaging",
        PALLIATIVE="Palliative",
    ),
    UNKNOWN,
)
ECOG = codes(_0="0", _1="1", _2="2", _3="3", _4="4")
PORTAL_INVASION = (
    *codes(
        VP0="None",
        VP1_2="Vp1-2",
        VP3="Vp3",
        VP4="Vp4",
        PRESENT="Present, extent not stated",
    ),
    UNKNOWN,
)
LIVER_INVOLVEMENT = tuple(Code(share, f"{share} %") for share in ("<25", "25-50", "50-75", ">75"))
CLINICAL_T = (Code("T1A", "T1a"), Code("T1B", "T1b"), Code("T2+", "T2 or higher"), UNKNOWN)
ORGAN = codes(
    LIVER="Liver",
    KIDNEY="Kidney",
    LUNG="Lung",
    BONE="Bone",
    ADRENAL="Adrenal gland",
    SOFT="Soft tissue",
    OTHER="Other organ",
)
EVENT_TYPE = codes(
    PROGRESSION="Progression",
    NEW_LESION="New lesion",
    UNTREATABLE_PROGRESSION="Untreatable progression",
    TRANSPLANT="Transplantation",
    RESECTION="Resection",
    SYSTEMIC_START="Start of systemic therapy",
    RADIOTHERAPY="Radiotherapy",
    LIVER_DECOMP="Liver decompensation",
    REPEAT_IO="Repeat interventional treatment",
    SKELETAL_EVENT="Skeletal event",
    DIALYSIS_START="Start of dialysis",
)
CRITERION = codes(MRECIST="mRECIST", RECIST11="RECIST 1.1", PERCIST="PERCIST")
RESPONSE = codes(
    CR="Complete response",
    PR="Partial response",
    SD="Stable disease",
    PD="Progressive disease",
    NE="Not evaluable",
)
READER = codes(SITE="Site", CENTRAL="Central", R1="Reader 1", R2="Reader 2", R3="Reader 3")

APPROACH = codes(
    PERCUTANEOUS="Percutaneous",
    TRANSARTERIAL="Transarterial",
    LAPAROSCOPIC="Laparoscopic",
    OPEN="Open",
    EXTRACORP="Extracorporeal",
)
GUIDANCE = codes(
    CT="CT", US="Ultrasound", MRI="MRI", FLUORO="Fluoroscopy", CBCT="Cone-beam CT", FUSION="Fusion"
)
ANAESTHESIA = codes(LOCAL="Local", SEDATION="Sedation", GENERAL="General")
AGENT = codes(
    DOXO="Doxorubicin",
    EPI="Epirubicin",
    CIS="Cisplatin",
    IRINO="Irinotecan",
    Y90_GLASS="Yttrium-90 glass",
    Y90_RESIN="Yttrium-90 resin",
    HO166="Holmium-166",
    NONE="None",
    OTHER="Other agent",
)
DEVICES = {  # by technique, the devices that its sessions may name
    "MWA": codes(
        MW_GEN1="Microwave, first generation",
        MW_GEN2="Microwave, second generation",
    ),
    "RFA": codes(
        RF_SINGLE="Radiofrequency, single tip",
        RF_MULTI="Radiofrequency, multi-tip",
    ),
    "CRYO": codes(CRYO_ARGON="Cryoablation, argon", CRYO_OTHER="Cryoablation, other gas"),
    "DEBTACE": codes(
        BEAD_UNDER_100="Beads under 100 µm",
        BEAD_100_300="Beads 100 to 300 µm",
        BEAD_OVER_300="Beads over 300 µm",
    ),
    "TARE_GLASS": codes(SPHERE_GLASS="Glass microspheres"),
    "TARE_RESIN": codes(SPHERE_RESIN="Resin microspheres"),
}
DEVICES["DEBIRI"] = DEVICES["DEBTACE"]
DEVICE_GENERATION = (
    *dict.fromkeys(code for listed in DEVICES.values() for code in listed),
    *codes(OTHER="Other device"),
    UNKNOWN,
)
SELECTIVITY = codes(
    SUPERSELECTIVE="Superselective", SELECTIVE="Selective", LOBAR="Lobar", WHOLE="Whole liver"
)
LESION_STATUS = codes(
    COMPLETE="Complete",
    RESIDUAL="Residual tumour",
    LTP="Local tumour progression",
    NO_LTP="No local tumour progression",
    NOT_EVALUABLE="Not evaluable",
)
PROGRESSION_SITE = codes(
    LOCAL="Local", INTRA_ORGAN_DISTANT="Same organ, distant", EXTRA_ORGAN="Other organ", NONE="None"
)
MODALITY = codes(CT="CT", MRI="MRI", PETCT="PET-CT", US="Ultrasound", NONE="None")
SITE_STATUS = codes(
    PLANNED="Planned",
    CONTRACTED="Contracted",
    ACTIVE="Active",
    ON_HOLD="On hold",
    CLOSED="Closed",
)
RELATEDNESS = codes(
    NOT="Not related",
    UNLIKELY="Unlikely",
    POSSIBLE="Possible",
    PROBABLE="Probable",
    DEFINITE="Definite",
)
CTCAE_GRADE = codes(_1="1", _2="2", _3="3", _4="4", _5="5")
SIR_CLASS = codes(
    MILD="Mild",
    MODERATE="Moderate",
    SEVERE="Severe",
    LIFE_THREATENING="Life-threatening",
    DEATH="Death",
)
CIRSE_GRADE = tuple(
    Code(grade, grade) for grade in ("1", "1A", "1B", "2", "3", "3A", "3B", "4", "5", "6")
)
INSTRUMENT = codes(
    QLQ_C30="EORTC QLQ-C30",
    HCC18="EORTC QLQ-HCC18",
    FACT_HEP="FACT-Hep",
    BPI_SF="Brief Pain Inventory",
    EQ5D5L="EQ-5D-5L",
)
VISIT_CODE = tuple(
    Code(code, code)
    for code in (
        *("BASE", "W1", "M1", "M3", "M6", "M9", "M12", "M18", "M24"),
        *("M30", "M36", "M42", "M48", "M54", "M60", "UNSCHED"),
    )
)

NOT_STATED = Technique("UNK", "Technique not stated", "UNKNOWN")
TECHNIQUES = (
    Technique("CTACE", "Conventional TACE", "EMBO"),
    Technique("DEBTACE", "Drug-eluting bead TACE", "EMBO"),
    Technique("DEBIRI", "Irinotecan bead TACE", "EMBO"),
    Technique("TAE", "Bland embolisation", "EMBO"),
    Technique("TARE_GLASS", "Radioembolisation, glass", "RADIO"),
    Technique("TARE_RESIN", "Radioembolisation, resin", "RADIO"),
    Technique("TARE_HO", "Radioembolisation, holmium", "RADIO"),
    Technique("HAI", "Hepatic arterial infusion", "INFUSION"),
    Technique("MWA", "Microwave ablation", "ABLATION"),
    Technique("RFA", "Radiofrequency ablation", "ABLATION"),
    Technique("CRYO", "Cryoablation", "ABLATION"),
    Technique("IRE", "Irreversible electroporation", "ABLATION"),
    Technique("HIFU", "Focused ultrasound", "ABLATION"),
    Technique("LASER", "Laser ablation", "ABLATION"),
    Technique("PEI", "Ethanol injection", "ABLATION"),
    Technique("TACE_ABL", "Planned TACE + ablation", "COMBI"),
    Technique("CEMENTO", "Cementoplasty", "MSK"),
    Technique("ABL_CEMENT", "Ablation + cementoplasty", "MSK"),
    Technique("COMP_SURG", "Surgery (comparator)", "COMPARATOR"),
    Technique("COMP_SBRT", "Stereotactic radiotherapy (comparator)", "COMPARATOR"),
    Technique("COMP_SYST", "Systemic therapy (comparator)", "COMPARATOR"),
    NOT_STATED,
)
# Strategies of two parts: what each of them is, so that nobody is put into one by hindsight.
_EMBOLISED = frozenset(t.code for t in TECHNIQUES if t.family == "EMBO")
_ABLATED = frozenset(t.code for t in TECHNIQUES if t.family == "ABLATION")
COMBINED: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "TACE_ABL": (_EMBOLISED, _ABLATED),
    "ABL_CEMENT": (_ABLATED, frozenset({"CEMENTO"})),
}
COMBINED_WITHIN = 60  # days from the index procedure in which both parts are given
TECHNIQUE_CODES = tuple(Code(technique.code, technique.label) for technique in TECHNIQUES)


def techniques(*wanted: str) -> tuple[Technique, ...]:
    """Return the named techniques in the order asked, then `not stated`."""
    by_code = {technique.code: technique for technique in TECHNIQUES}
    return (*(by_code[code] for code in wanted), NOT_STATED)
