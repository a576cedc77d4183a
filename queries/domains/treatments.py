"""Fields of lesions, and of what is done to them."""

from dataclasses import replace

from queries.domains.common import (
    AGENT,
    ANAESTHESIA,
    APPROACH,
    DEVICE_GENERATION,
    GUIDANCE,
    ORGAN,
    SELECTIVITY,
    TECHNIQUE_CODES,
    YES_NO,
)
from queries.domains.forms import DIAGNOSIS_KEY, ENTERED, ENTERED_CORE, day, key, yes_no
from queries.domains.model import Field, Kind

_INTO_ARTERIES = ("EMBO", "RADIO")
_ABLATIVE = ("ABLATION",)

LESION_FIELDS = (
    key("lesion_id", "Lesion", "Identifier of the lesion."),
    DIAGNOSIS_KEY,
    Field(
        "lesion_no",
        "Lesion number",
        Kind.INTEGER,
        bounds=(1, 99),
        definition="Running number within the diagnosis.",
    ),
    Field("organ", "Organ", codes=ORGAN, core=True, definition="Organ that holds the lesion."),
    key("segment", "Segment", "Segment or lobe, as a short code.", required=False),
    Field(
        "baseline_diameter_mm",
        "Diameter",
        Kind.NUMBER,
        "mm",
        bounds=(1, 300),
        core=True,
        definition="Longest diameter before its first treatment.",
    ),
    yes_no(
        "near_vessel",
        "Vessel of 3 mm or more within 5 mm",
        "A vessel of 3 mm or more lies within 5 mm of the lesion.",
    ),
    yes_no("subcapsular", "Subcapsular", "The lesion touches the capsule of the organ."),
    yes_no("is_target", "Target lesion", "The lesion is a target of the response criterion."),
    ENTERED,
)

PROCEDURE_FIELDS = (
    key("procedure_id", "Procedure", "Identifier of the session."),
    DIAGNOSIS_KEY,
    day("procedure_date", "Procedure", "Day of the session.", core=True),
    Field(
        "session_no",
        "Session",
        Kind.INTEGER,
        bounds=(1, 99),
        core=True,
        definition="Running number of the session within the diagnosis.",
    ),
    Field(
        "technique_code",
        "Technique",
        codes=TECHNIQUE_CODES,
        core=True,
        definition="Technique of the session.",
    ),
    Field(
        "approach", "Approach", codes=APPROACH, core=True, definition="Way to reach the lesions."
    ),
    Field("guidance", "Guidance", codes=GUIDANCE, definition="Imaging that guided the session."),
    Field("anaesthesia", "Anaesthesia", codes=ANAESTHESIA, definition="Kind of anaesthesia."),
    Field(
        "agent",
        "Agent",
        codes=AGENT,
        core=True,
        families=_INTO_ARTERIES,
        definition="Drug or isotope given into the artery.",
    ),
    Field(
        "activity_gbq",
        "Activity",
        Kind.NUMBER,
        "GBq",
        bounds=(0.05, 20),
        core=True,
        families=("RADIO",),
        definition="Activity given, at the time of injection.",
    ),
    Field(
        "tumour_dose_gy",
        "Tumour dose",
        Kind.NUMBER,
        "Gy",
        bounds=(5, 1500),
        families=("RADIO",),
        definition="Mean absorbed dose of the treated tumour.",
    ),
    Field(
        "device_generation",
        "Device generation",
        codes=DEVICE_GENERATION,
        families=(*_ABLATIVE, *_INTO_ARTERIES),
        definition="Generation, design or size class of the device, by the list of its technique.",
    ),
    Field(
        "selectivity",
        "Selectivity",
        codes=SELECTIVITY,
        core=True,
        families=_INTO_ARTERIES,
        definition="Most distal level at which the agent was given.",
    ),
    yes_no(
        "technical_success",
        "Technical success",
        "The session was carried out as planned and covered its target.",
        core=True,
    ),
    Field(
        "los_nights",
        "Length of stay",
        Kind.INTEGER,
        "nights",
        bounds=(0, 120),
        soft=(0, 14),
        definition="Nights in hospital after the session.",
    ),
    Field(
        "cementoplasty",
        "Cementoplasty",
        codes=YES_NO,
        core=True,
        domains=("BONE",),
        definition="Cement was injected in the same session.",
    ),
    ENTERED_CORE,
)

PROCEDURE_LESION_FIELDS = (
    key("procedure_id", "Procedure", "Session that treated the lesion."),
    key("lesion_id", "Lesion", "Lesion that was treated."),
    Field(
        "ablation_time_min",
        "Ablation time",
        Kind.NUMBER,
        "min",
        bounds=(0.5, 90),
        families=_ABLATIVE,
        definition="Time of energy or freezing on the lesion, all applications together.",
    ),
    Field(
        "applicators",
        "Applicators",
        Kind.INTEGER,
        bounds=(1, 12),
        families=_ABLATIVE,
        definition="Needles, probes or antennas used on the lesion.",
    ),
    Field(
        "margin_mm",
        "Margin",
        Kind.NUMBER,
        "mm",
        bounds=(0, 30),
        families=_ABLATIVE,
        definition="Smallest ablative margin; absent where it was not assessed.",
    ),
    replace(
        yes_no(
            "complete_ablation",
            "Complete at first control",
            "No viable tumour at the first control after the session.",
            core=True,
        ),
        families=_ABLATIVE,
    ),
)
