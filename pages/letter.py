"""What matters most at one site, as a letter to take along."""

from dashboard.answers.site_letter import site_letter
from dashboard.errors import section
from dashboard.letters import shown
from dashboard.page import open_page

page = open_page("letter")

with section():
    shown.letter(site_letter(page.choose_site()))
