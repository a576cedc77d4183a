"""Whether one technique does better than another in patients who could have had either."""

from dashboard import comparison_steps
from dashboard.page import open_page

page = open_page("comparison")

comparison_steps.show(page)
