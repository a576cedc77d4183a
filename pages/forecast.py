"""How many will be enrolled by a day, when a number is reached, and how past forecasts did."""

from dashboard import components, drill, forecast_card
from dashboard.answers.forecast import past_forecasts
from dashboard.errors import section
from dashboard.exhibits.forecast import FORECAST_BASIS, OUTLOOK, PAST_FORECASTS
from dashboard.page import open_page

page = open_page("forecast")

with section():
    drill.draw(page.ask)
with section():
    found = forecast_card.draw(page.ask)
    components.figure(found, OUTLOOK)
    components.folded_table(found, FORECAST_BASIS)
ahead = page.choose_months_ahead()
with section():
    components.figure(past_forecasts(page.ask, ahead=ahead), PAST_FORECASTS)
