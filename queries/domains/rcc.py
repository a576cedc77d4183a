"""Localised renal cell carcinoma."""

from queries.domains.baseline import BASELINE_COMMON, CHARLSON, CREATININE, T_CATEGORY
from queries.domains.common import codes, techniques
from queries.domains.endpoints import lesion_endpoints, patient_endpoints
from queries.domains.forms import yes_no
from queries.domains.model import Comparison, Domain, Field, Kind
from queries.domains.negative_controls import BMI, OTHER_DEATH

_TECHNIQUES = techniques("CRYO", "MWA", "RFA", "IRE", "LASER", "COMP_SURG", "COMP_SBRT")

RCC = Domain(
    code="RCC",
    name="Renal cell carcinoma",
    definition="Localised renal cell carcinoma (ICD-10 C64), clinical T1, treated in the kidney.",
    response_criterion="",
    local_control="Each lesion, by enhancement of the ablation zone.",
    techniques=_TECHNIQUES,
    comparisons=(
        Comparison("Cryoablation or microwave ablation", ("CRYO",), ("MWA",)),
        Comparison("Cryoablation or radiofrequency ablation", ("CRYO",), ("RFA",)),
        Comparison("Microwave or radiofrequency ablation", ("MWA",), ("RFA",)),
        Comparison(
            "Partial nephrectomy or ablation",
            ("COMP_SURG",),
            ("CRYO", "MWA", "RFA", "IRE", "LASER"),
        ),
    ),
    endpoints=(*patient_endpoints(_TECHNIQUES), *lesion_endpoints(_TECHNIQUES)),
    covariates=("histology_confirmed",),
    negative_controls=(
        OTHER_DEATH,
        BMI,
    ),
    fields=(
        *BASELINE_COMMON,
        T_CATEGORY,
        CHARLSON,
        CREATININE,
        Field(
            "renal_score",
            "RENAL score",
            Kind.INTEGER,
            "points",
            bounds=(4, 12),
            core=True,
            adjust=True,
            definition="RENAL nephrometry score: 4-6 low, 7-9 intermediate, 10-12 high complexity.",
        ),
        yes_no(
            "solitary_kidney",
            "Solitary kidney",
            "One kidney, or one that works.",
            core=True,
            adjust=True,
        ),
        yes_no(
            "hereditary_syndrome",
            "Hereditary syndrome",
            "Von Hippel-Lindau disease or another hereditary kidney cancer syndrome.",
            core=True,
            adjust=True,
        ),
        Field(
            "egfr",
            "Estimated glomerular filtration rate",
            Kind.NUMBER,
            "mL/min/1.73 m2",
            bounds=(3, 150),
            core=True,
            adjust=True,
            definition="Filtration rate before the index procedure, CKD-EPI 2021 where it is "
            "worked out.",
        ),
        Field(
            "rcc_histology",
            "Histology",
            codes=codes(
                CLEAR="Clear cell",
                PAPILLARY="Papillary",
                CHROMO="Chromophobe",
                ONCO="Oncocytoma",
                OTHER="Other",
                NONDIAG="Biopsy not diagnostic",
                NONE="No biopsy",
            ),
            core=True,
            adjust=True,
            definition="Histology of the biopsy.",
        ),
    ),
)
