"""Where the registry stands, what waits for a site, and which pages are open to the reader."""

from dashboard import components, home
from dashboard.page import open_page

page = open_page("start")

home.committee(page.ask)
home.own_site(page.ask)
components.open_pages(page.viewer.scope)
