"""The change in size on the response page: in bands, or a bar a patient for who may see rows."""

from dashboard import components
from dashboard.answers.response import change_in_size
from dashboard.answers.waterfall import best_change_by_patient
from dashboard.controls.timeline import say_who_looks
from dashboard.controls.waterfall import BY_PATIENT, choose_change
from dashboard.exhibits.response import CHANGE
from dashboard.exhibits.waterfall import WATERFALL
from dashboard.page import Page


def change_part(page: Page, *, criterion: str, reader: str) -> None:
    """Show how far tumours shrank at best, as the reader chose to see it.

    Parameters
    ----------
    page : Page
        The opened page.
    criterion, reader : str
        Whose measurements count.
    """
    if choose_change(page) == BY_PATIENT:
        looking = say_who_looks(page, "response_purpose")
        bars = best_change_by_patient(page.ask, looking, criterion=criterion, reader=reader)
        components.figure(bars, WATERFALL)
    else:
        found = change_in_size(page.ask, criterion=criterion, reader=reader)
        components.figure(found, CHANGE)
