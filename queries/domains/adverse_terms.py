"""What the short codes of adverse events are called."""

TERMS = {
    "POST_EMBO_SYNDROME": "Post-embolisation syndrome",
    "PAIN": "Pain",
    "FEVER": "Fever",
    "NAUSEA": "Nausea",
    "FATIGUE": "Fatigue",
    "LIVER_FAILURE": "Liver failure",
    "REILD": "Radiation-induced liver disease",
    "ASCITES": "Ascites",
    "BILIARY_INJURY": "Biliary injury",
    "LIVER_ABSCESS": "Liver abscess",
    "CHOLECYSTITIS": "Cholecystitis",
    "GI_ULCER": "Gastrointestinal ulcer",
    "BLEEDING": "Bleeding",
    "PNEUMOTHORAX": "Pneumothorax",
    "CHEST_TUBE": "Chest tube",
    "PLEURAL_EFFUSION": "Pleural effusion",
    "HEMOPTYSIS": "Haemoptysis",
    "PNEUMONITIS": "Pneumonitis",
    "URETER_INJURY": "Ureteral injury",
    "HEMATURIA": "Haematuria",
    "AKI": "Acute kidney injury",
    "NERVE_INJURY": "Nerve injury",
    "FRACTURE": "Fracture",
    "SKIN_BURN": "Skin burn",
    "SEPSIS": "Sepsis",
    "TRACT_SEEDING": "Tract seeding",
    "NOT_STATED": "Term not entered",
}


def term_label(code: str) -> str:
    """Return what a term is called; an unlisted one is written as it was entered."""
    return TERMS.get(code, code if code != code.upper() else code.replace("_", " ").capitalize())
