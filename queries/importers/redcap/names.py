"""Names that REDCap itself gives to columns and events, and those that this importer adds."""

import re
from collections.abc import Iterable

EVENT = "redcap_event_name"
INSTRUMENT = "redcap_repeat_instrument"
INSTANCE = "redcap_repeat_instance"
GROUP = "redcap_data_access_group"

# What each row's place becomes, so that a map need not take names apart:
RECORD_KEY = "redcap_record"  # the record id, whatever the project calls that field
EVENT_KEY = "redcap_event"  # the event without its arm
ARM_KEY = "redcap_arm"  # number of the arm
INSTANCE_KEY = "redcap_instance"  # number of the instance; 1 where nothing repeats
ROW_KEY = "redcap_row"  # record, event and instance in one: no other row of a form has it
ADDED = (RECORD_KEY, EVENT_KEY, ARM_KEY, INSTANCE_KEY, ROW_KEY)
STRUCTURE = frozenset({EVENT, INSTRUMENT, INSTANCE, GROUP, *ADDED})

# A letter follows where two events of one arm would have the same name.
EVENT_NAME = re.compile(r"(?P<stem>[a-z0-9_]*?)_?arm_(?P<arm>\d+)[a-z]?")
LOCAL = re.compile(r"\w+", re.ASCII)  # an identifier that can stand behind its record id
STATUS = {"0": "incomplete", "1": "unverified", "2": "complete"}


def status_column(form: str) -> str:
    """Return the column that closes a form."""
    return f"{form}_complete"


def timestamp_column(form: str) -> str:
    """Return the column that tells when a survey was sent in."""
    return f"{form}_timestamp"


def own_columns(forms: Iterable[str]) -> set[str]:
    """Return every column that is none of the project's fields."""
    closing = {name(form) for form in forms for name in (status_column, timestamp_column)}
    return closing | STRUCTURE
