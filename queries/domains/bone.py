"""Bone and musculoskeletal metastases."""

from queries.domains.baseline import BASELINE_COMMON
from queries.domains.common import UNKNOWN, codes, techniques
from queries.domains.endpoints import lesion_endpoints, patient_endpoints
from queries.domains.forms import yes_no
from queries.domains.model import Comparison, Domain, Field, Kind
from queries.domains.negative_controls import BMI

_TECHNIQUES = techniques(
    *("CRYO", "RFA", "MWA", "HIFU", "LASER", "ABL_CEMENT", "CEMENTO", "TAE", "COMP_SBRT")
)

BONE = Domain(
    code="BONE",
    name="Bone metastases",
    definition="Metastases in bone or soft tissue of the musculoskeletal system, treated for pain "
    "or local control.",
    response_criterion="",
    local_control="Each lesion; pain by the Brief Pain Inventory.",
    techniques=_TECHNIQUES,
    comparisons=(
        Comparison("Cryoablation or radiofrequency ablation", ("CRYO",), ("RFA",)),
        Comparison(
            "Ablation alone or with cementoplasty",
            ("CRYO", "RFA", "MWA", "HIFU", "LASER"),
            ("ABL_CEMENT",),
        ),
    ),
    endpoints=(*patient_endpoints(_TECHNIQUES), *lesion_endpoints(_TECHNIQUES)),
    covariates=("primary_site", "prior_radiotherapy"),
    negative_controls=(BMI,),
    fields=(
        *BASELINE_COMMON,
        Field(
            "bone_site",
            "Site",
            codes=codes(
                SPINE="Spine",
                PELVIS="Pelvis",
                LONG_BONE="Long bone",
                RIB="Rib",
                OTHER="Other",
            ),
            core=True,
            adjust=True,
            definition="Site of the leading lesion.",
        ),
        Field(
            "bone_type",
            "Type",
            codes=(*codes(LYTIC="Lytic", BLASTIC="Blastic", MIXED="Mixed"), UNKNOWN),
            core=True,
            adjust=True,
            definition="Look of the leading lesion on CT.",
        ),
        Field(
            "opioid_ome_mg",
            "Opioid dose",
            Kind.NUMBER,
            "mg/day",
            bounds=(0, 2000),
            core=True,
            adjust=True,
            definition="Daily opioids as oral morphine equivalent.",
        ),
        yes_no(
            "visceral_metastases",
            "Visceral metastases",
            "Metastases in an inner organ before the index procedure.",
            adjust=True,
        ),
        yes_no(
            "pathological_fracture",
            "Pathological fracture",
            "The leading lesion had fractured before the index procedure.",
            adjust=True,
        ),
        Field(
            "sins_score",
            "Spinal instability score",
            Kind.INTEGER,
            "points",
            bounds=(0, 18),
            adjust=True,
            applies_when=("bone_site", "SPINE"),
            definition="Spinal Instability Neoplastic Score: 0-6 stable, 7-12 unclear, 13-18 "
            "unstable.",
        ),
    ),
)
