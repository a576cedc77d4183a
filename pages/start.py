"""What this is, and which pages are open to the reader."""

from dashboard import components
from dashboard.page import open_page

page = open_page("start")

components.open_pages(page.viewer.scope)
