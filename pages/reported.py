"""How patients say they are after each technique, and who stops saying it."""

from dashboard import components
from dashboard.answers.reported import change_by_technique, pain_by_visit, scales_of_domain
from dashboard.controls.reported import choose_scale, has_important_change, is_pain
from dashboard.errors import section
from dashboard.exhibits.reported import COURSES, FORMS, PAIN_RESPONSE, change_of, improved_of
from dashboard.page import open_page
from dashboard.sentences.reported import reported_headline
from dashboard.tables.reported import reported_key_figures

page = open_page("reported")

with section():
    instrument, scale = choose_scale(scales_of_domain(page.ask).value)
    changed = change_by_technique(page.ask, instrument=instrument, scale=scale)
    components.headline(changed, reported_headline)
    components.metrics(changed, reported_key_figures)
    components.figure(changed, change_of(instrument, scale))
    with section():
        components.figure(changed, COURSES)
    with section():
        if is_pain(instrument, scale):
            components.figure(pain_by_visit(page.ask), PAIN_RESPONSE)
    with section():
        if has_important_change(instrument, scale):
            components.figure(changed, improved_of(instrument, scale))
    with section():
        components.figure(changed, FORMS)
