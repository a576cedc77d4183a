"""What happened to single patients, from the index procedure on."""

from dashboard import components
from dashboard.answers.timeline import timeline
from dashboard.controls.timeline import choose_patients, say_who_looks
from dashboard.errors import section
from dashboard.exhibits.timeline import TIMELINE
from dashboard.page import open_page

page = open_page("timeline")

looking = say_who_looks(page)
shown = choose_patients()
with section():
    components.figure(timeline(page.ask, looking, shown), TIMELINE)
