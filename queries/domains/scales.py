"""By which step a clinician counts each covariate: ten years, a doubling, five grams."""

from analytics.model_terms import Scale

PER_UNIT = Scale()
SCALES: dict[str, Scale] = {
    "age_at_enrolment": Scale(10),
    "bmi": Scale(5),
    "max_diameter_mm": Scale(base=2),
    "albumin_g_l": Scale(5),
    "bilirubin_umol_l": Scale(base=2),
    "albi": Scale(),
    "inr": Scale(0.1),
    "platelets_10e9_l": Scale(50),
    "creatinine_umol_l": Scale(base=2),
    "egfr": Scale(10),
    "afp_ng_ml": Scale(base=10),
    "cea_ng_ml": Scale(base=10),
    "ca19_9_u_ml": Scale(base=10),
    "ki67_pct": Scale(base=2),
    "disease_free_interval_mo": Scale(12),
    "fev1_pct": Scale(10),
    "dlco_pct": Scale(10),
    "opioid_ome_mg": Scale(30),
}

# Where the upper of two subgroups begins, in units of the field.
CUTS: dict[str, float] = {
    "age_at_enrolment": 70,
    "max_diameter_mm": 50,
    "n_tumours": 2,
    "afp_ng_ml": 400,
    "cea_ng_ml": 200,
    "ki67_pct": 3,
    "prior_systemic_lines": 2,
}
