"""Lung tumours: primary lung cancer, and metastases; two domains whose survival is never pooled."""

from dataclasses import replace

from queries.domains.baseline import BASELINE_COMMON, CEA, CHARLSON, T_CATEGORY
from queries.domains.common import UNKNOWN, codes, techniques
from queries.domains.endpoints import lesion_endpoints, patient_endpoints
from queries.domains.model import Comparison, Domain, Field, Kind
from queries.domains.negative_controls import BMI, OTHER_DEATH

_TECHNIQUES = techniques("MWA", "CRYO", "RFA", "IRE", "LASER", "COMP_SBRT", "COMP_SURG")
_COMPARISONS = (
    Comparison("Microwave ablation or cryoablation", ("MWA",), ("CRYO",)),
    Comparison("Microwave or radiofrequency ablation", ("MWA",), ("RFA",)),
    Comparison("Cryoablation or radiofrequency ablation", ("CRYO",), ("RFA",)),
    Comparison(
        "Stereotactic radiotherapy or ablation",
        ("COMP_SBRT",),
        ("MWA", "CRYO", "RFA", "IRE", "LASER"),
    ),
)
_ENDPOINTS = (*patient_endpoints(_TECHNIQUES), *lesion_endpoints(_TECHNIQUES))
_CONTROL = "Each lesion, by RECIST 1.1 with the shape of the zone and PET."


def _lung_function(name: str, label: str, definition: str) -> Field:
    return Field(
        name,
        label,
        Kind.NUMBER,
        "% predicted",
        bounds=(10, 160),
        core=True,
        adjust=True,
        definition=definition,
    )


LUNG_P = Domain(
    code="LUNG_P",
    name="Primary lung cancer",
    definition="Non-small-cell lung cancer (ICD-10 C34), stage I, treated in the lung.",
    response_criterion="RECIST11",
    local_control=_CONTROL,
    techniques=_TECHNIQUES,
    comparisons=_COMPARISONS,
    endpoints=_ENDPOINTS,
    covariates=("prior_resection",),
    negative_controls=(
        OTHER_DEATH,
        BMI,
    ),
    fields=(
        *BASELINE_COMMON,
        T_CATEGORY,
        CHARLSON,
        Field(
            "lung_histology",
            "Histology",
            codes=codes(
                ADENO="Adenocarcinoma", SQUAM="Squamous cell", OTHER="Other", NONE="No biopsy"
            ),
            core=True,
            adjust=True,
            definition="Histology of the biopsy.",
        ),
        Field(
            "lung_location",
            "Location",
            codes=(*codes(CENTRAL="Central", PERIPHERAL="Peripheral"), UNKNOWN),
            core=True,
            adjust=True,
            definition="Central is within 2 cm of the proximal bronchial tree.",
        ),
        _lung_function("fev1_pct", "FEV1", "Forced expiratory volume in one second."),
        _lung_function("dlco_pct", "DLCO", "Diffusing capacity for carbon monoxide."),
    ),
)

LUNG_M = Domain(
    code="LUNG_M",
    name="Lung metastases",
    definition="Metastases of another cancer, treated in the lung.",
    response_criterion="RECIST11",
    local_control=_CONTROL,
    techniques=_TECHNIQUES,
    comparisons=_COMPARISONS,
    endpoints=_ENDPOINTS,
    covariates=("primary_site", "prior_resection"),
    negative_controls=(
        OTHER_DEATH,
        BMI,
    ),
    fields=(
        *BASELINE_COMMON,
        Field(
            "disease_free_interval_mo",
            "Disease-free interval",
            Kind.NUMBER,
            "months",
            bounds=(0, 600),
            core=True,
            adjust=True,
            definition="From treatment of the primary to the first lung metastasis.",
        ),
        replace(CEA, applies_when=("primary_site", "C18", "C19", "C20")),
    ),
)
