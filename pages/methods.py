"""How each number on screen is made, its reference and its limits."""

from dashboard import components
from dashboard.page import open_page

page = open_page("methods")

components.methods()
