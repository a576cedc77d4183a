"""A cited figure opened by its id: where it stands, and what it said then."""

from dashboard.cited import show_cited
from dashboard.page import open_page

page = open_page("figure")

show_cited(page.viewer.scope)
