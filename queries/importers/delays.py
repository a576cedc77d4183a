"""Days from an event to the entry of its form, counted by site, domain, form and month."""

from collections.abc import Iterator

import pandas as pd

from queries.importers.draft import Value
from queries.quality.frames import Frames

LONGEST = 400  # days; a longer delay counts as this one
# form -> frame, date of the event, date of entry
FORMS = {
    "enrolment": ("diagnosis", "enrolment_date", "patient_entered"),
    "death": ("diagnosis", "death_date", "vital_entered"),
    "procedure": ("procedure", "procedure_date", "date_entered"),
    "visit": ("visit", "actual_date", "date_entered"),
    "adverse event": ("adverse_event", "onset_date", "date_entered"),
}


def delay_rows(frames: Frames) -> Iterator[dict[str, Value]]:
    """Count entered forms by delay; a form without one of its dates is not counted.

    A negative delay, which cannot be, counts under -1. The month is that of the event.
    """
    keys = ["site_id", "domain_code", "month", "delay_days"]
    for form, (name, happened, entered) in FORMS.items():
        rows = frames.diagnosis if name == "diagnosis" else frames.table(name)
        known = rows[rows[happened].notna() & rows[entered].notna()]
        if known.empty:
            continue
        on = known[happened].dt
        counted = (
            pd.DataFrame(
                {
                    "site_id": known["site_id"],
                    "domain_code": known["domain_code"],
                    "month": 12 * on.year + on.month - 1,
                    "delay_days": (known[entered] - known[happened]).dt.days.clip(-1, LONGEST),
                }
            )
            .groupby(keys)
            .size()
            .reset_index(name="n")
        )
        for row in counted.itertuples(index=False, name=None):
            site, domain, month, delay, n = row
            yield {
                "form": form,
                "site_id": site,
                "domain_code": domain,
                "month": int(month),
                "delay_days": int(delay),
                "n": int(n),
            }
