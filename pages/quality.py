"""What the checks find in the data, and which sites stand out."""

from dashboard import components
from dashboard.answers.quality import quality
from dashboard.errors import section
from dashboard.exhibits.quality import EVERY_CHECK, FAILING_CHECKS, QUALITY_BY_SITE
from dashboard.page import open_page
from dashboard.tables.quality import quality_key_figures

page = open_page("quality")

check = page.choose_check()
with section():
    found = quality(page.ask, check_code=check)
    components.metrics(found, quality_key_figures)
    components.table(found, FAILING_CHECKS)
    with section():
        components.figure(found, QUALITY_BY_SITE)
    components.folded_table(found, EVERY_CHECK)
