"""What the checks find in the data, and which sites stand out."""

from dashboard import components, snapshot_line
from dashboard.answers.quality import checks_over_snapshots, quality
from dashboard.errors import section
from dashboard.exhibits.quality import EVERY_CHECK, FAILING_CHECKS, QUALITY_BY_SITE
from dashboard.exhibits.snapshot_trend import CHECKS_TREND
from dashboard.page import open_page
from dashboard.tables.quality import quality_key_figures

page = open_page("quality")

check = page.choose_check()
with section():
    found = quality(page.ask, check_code=check)
    components.metrics(found, quality_key_figures)
    with section():
        snapshot_line.draw(checks_over_snapshots(page.ask), CHECKS_TREND)
    components.table(found, FAILING_CHECKS)
    with section():
        components.figure(found, QUALITY_BY_SITE)
    components.folded_table(found, EVERY_CHECK)
