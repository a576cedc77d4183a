"""Fields that recur in every form, and short ways to write them down."""

from dataclasses import replace

from queries.domains.common import YES_NO
from queries.domains.model import Field, Kind


def key(name: str, label: str, definition: str, *, required: bool = True) -> Field:
    """Return an identifier field."""
    return Field(name, label, Kind.KEY, required=required, definition=definition)


def day(
    name: str, label: str, definition: str, *, core: bool = False, planned: bool = False
) -> Field:
    """Return a date field; a planned one may lie after the data cut-off."""
    return Field(name, label, Kind.DATE, core=core, definition=definition, planned=planned)


def yes_no(
    name: str, label: str, definition: str, *, core: bool = False, adjust: bool = False
) -> Field:
    """Return a field answered by yes, no or unknown."""
    return Field(name, label, codes=YES_NO, core=core, adjust=adjust, definition=definition)


DIAGNOSIS_KEY = key("diagnosis_id", "Diagnosis", "Diagnosis that the row belongs to.")
PATIENT_KEY = key("patient_id", "Registry pseudonym", "Patient that the row belongs to.")
ENTERED = Field(
    "date_entered",
    "Form first entered",
    Kind.STAMP,
    definition="Day on which the form was first saved; absent where the source does not keep it.",
)
ENTERED_CORE = replace(ENTERED, core=True)
