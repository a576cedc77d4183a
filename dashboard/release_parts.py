"""The part of the page of releases that looks at one curve at a time."""

from dashboard import components
from dashboard.answers.answer import Answer
from dashboard.answers.preview import Preview
from dashboard.controls.releases import choose_curve
from dashboard.exhibits.preview import CURVES_SIDE_BY_SIDE
from queries.errors import EmptyCohort


def show_curves(found: Answer[Preview]) -> None:
    """Show the exact and the public curve of one technique, with the rule for each month.

    Raises
    ------
    EmptyCohort
        If nobody of the domain was followed.
    """
    if not found.value.curves:
        raise EmptyCohort(
            "There is no curve to look at: nobody of this domain was followed.",
            "Choose another disease domain.",
        )
    components.figure(choose_curve(found), CURVES_SIDE_BY_SIDE)
