"""Who may sign in, with which role and reach."""

from dashboard.page import open_page
from dashboard.people import show_people

page = open_page("people")

show_people(page.viewer)
