"""What was done by whom, in entries that cannot be changed unseen."""

from dashboard.page import open_page
from dashboard.people import show_log

page = open_page("audit")

show_log()
