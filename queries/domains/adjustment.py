"""Why each covariate is adjusted for, on which scale, and which are taken where nobody chooses."""

from queries.domains.covariates import at_odds, covariates_of, record_fields
from queries.domains.model import Field
from queries.domains.scores import SCORES

REGION, YEAR = "region_code", "index_year"  # of every comparison, beside the fields

# Concentrations and sizes that differ by factors; a step is a doubling.
DOUBLINGS = frozenset(
    {"max_diameter_mm", "afp_ng_ml", "cea_ng_ml", "ca19_9_u_ml", "bilirubin_umol_l"}
)

REASONS: dict[str, str] = {
    REGION: "Techniques differ by region, and so do patients and what is done afterwards.",
    YEAR: "Techniques and survival have both changed over the years.",
    "sex": "Cause and course of disease differ by sex.",
    "age_at_enrolment": "Older patients are treated otherwise and die earlier.",
    "intent": "Whether cure, a bridge or control is meant decides the technique and the outcome.",
    "treatment_naive": "Who was treated before had more time to progress.",
    "prior_ablation": "An earlier ablation shapes the choice and tells of recurrence.",
    "prior_embo": "After embolisation another technique is often chosen, in later disease.",
    "concurrent_systemic": "Systemic therapy is given in advanced disease and acts by itself.",
    "ecog": "Frail patients get gentler techniques and die earlier.",
    "n_tumours": "Many tumours rule ablation out and shorten survival.",
    "max_diameter_mm": "Size decides what can be ablated, and prognosis.",
    "extrahepatic_disease": "Spread outside the organ turns treatment and prognosis.",
    "bilobar": "Disease in both lobes limits selective treatment and is more advanced.",
    "albumin_g_l": "Liver function limits what can be given, and survival.",
    "bilirubin_umol_l": "Raised bilirubin speaks against embolisation and for early death.",
    "ascites": "Ascites is a contraindication for some techniques and a sign of failure.",
    "cirrhosis": "Cirrhosis limits treatment and competes as a cause of death.",
    "child_pugh_site": "Liver function as the site judged it when it chose.",
    "etiology": "The cause of liver disease follows region and changes prognosis.",
    "afp_ng_ml": "A high alpha-fetoprotein marks aggressive disease.",
    "pvi": "Invasion of the portal vein leads to radioembolisation and to early death.",
    "albi": "Liver function in one number: limits what can be given, and survival.",
    "albi_grade": "Liver function in three grades.",
    "child_pugh": "Liver function in classes, on which guidelines rest the choice.",
    "bclc": "The stage by which guidelines choose the treatment.",
    "prior_resection": "After resection disease is found earlier and treated otherwise.",
    "prior_systemic_lines": "More lines before mean later, more resistant disease.",
    "liver_involvement_pct": "Much tumour in the liver leads to treatment of the whole liver.",
    "cea_ng_ml": "A high CEA marks a large burden of disease.",
    "primary_side": "Right-sided primaries have a worse course.",
    "synchronous": "Metastases found with the primary have a worse course.",
    "primary_node_positive": "Positive nodes mark a worse course.",
    "ras_status": "A RAS mutation worsens the course and narrows systemic therapy.",
    "braf_status": "A BRAF mutation worsens the course.",
    "msi_status": "Instable tumours respond to other systemic therapy.",
    "ca19_9_u_ml": "A high CA 19-9 marks a large burden or blocked bile.",
    "ki67_pct": "Growth fraction decides urgency and prognosis.",
    "net_grade": "Grade decides treatment and prognosis.",
    "net_primary": "Pancreatic primaries have a worse course than those of the midgut.",
    "functional_syndrome": "Hormone excess is a reason to treat early.",
    "prior_prrt": "After PRRT the liver bears less radiation.",
    "prior_ssa": "Somatostatin analogues precede embolisation and slow growth.",
    "histology_confirmed": "Unproven tumours may be benign.",
    "clinical_t": "Stage decides technique and prognosis.",
    "charlson": "Other illness speaks against surgery and for death from other causes.",
    "renal_score": "A complex tumour is harder to ablate.",
    "solitary_kidney": "A single kidney speaks for ablation.",
    "hereditary_syndrome": "Hereditary disease brings further tumours.",
    "egfr": "Low kidney function speaks for ablation and shortens survival.",
    "rcc_histology": "The kind of tumour decides its course.",
    "lung_histology": "The kind of tumour decides its course.",
    "lung_location": "Central tumours are harder to ablate and riskier.",
    "fev1_pct": "Poor lungs rule surgery out and shorten survival.",
    "dlco_pct": "Poor gas exchange rules surgery out and shortens survival.",
    "primary_site": "Metastases behave as their primary does.",
    "disease_free_interval_mo": "A short interval marks aggressive disease.",
    "prior_radiotherapy": "Irradiated bone is treated otherwise.",
    "bone_site": "Spine and long bones carry load and are treated otherwise.",
    "bone_type": "Lytic bone breaks and is cemented.",
    "opioid_ome_mg": "The dose tells how much pain there is.",
    "visceral_metastases": "Spread to inner organs shortens survival.",
    "pathological_fracture": "Broken bone is cemented.",
    "sins_score": "An instable spine is cemented or operated.",
}


def offered(domain_code: str) -> tuple[Field, ...]:
    """Return what a comparison of a domain may be adjusted for."""
    return covariates_of(domain_code)


def usual(domain_code: str) -> tuple[str, ...]:
    """Return the covariates taken where nobody chooses: never a score beside its parts.

    The ALBI score stands for albumin and bilirubin; a stage or class gives way to its parts.
    """
    names = tuple(field.name for field in covariates_of(domain_code))
    if "albi" in names:
        names = tuple(
            n for n in names if n not in {"albumin_g_l", "bilirubin_umol_l", "albi_grade"}
        )
    staged = {score.field.name for score in SCORES} - {"albi"}
    return tuple(name for name in names if name not in staged and name not in _AS_ENTERED)


_AS_ENTERED = frozenset({"child_pugh_site", "primary_site"})  # a class of its parts; a long list


def fields_by_name(names: tuple[str, ...]) -> tuple[Field, ...]:
    """Return the fields of the index record by name, in the order asked."""
    known = {field.name: field for field in record_fields()}
    return tuple(known[name] for name in names)


def contradictions(names: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each chosen score with those of its parts that are chosen too, as labels."""
    labels = {field.name: field.label for field in record_fields()}
    return tuple(
        (labels[score], tuple(labels[part] for part in parts)) for score, parts in at_odds(names)
    )
