"""From screened to treated on the page of accrual, or one line where no site keeps a log."""

from dashboard import components
from dashboard.answers.answer import Ask
from dashboard.answers.screening import screening
from dashboard.exhibits.screening import SCREENING
from dashboard.sentences.screening import no_log


def draw(ask: Ask) -> None:
    """Show the steps of the sites with a log; to have none is no fault, so it is said quietly."""
    found = screening(ask)
    if found.value.told:
        components.figure(found, SCREENING)
    else:
        components.line(found, no_log)
