"""Released results to be shown."""

import pandas as pd
import plotly.graph_objects as go

from analytics.disclosure.display import released_order
from dashboard.answers.published import Published, PublishedDomain
from dashboard.charts import released as charts
from dashboard.exhibits.model import Exhibit, File
from dashboard.sentences import released as told
from dashboard.tables import released as tables
from dashboard.theme import Look
from dashboard.wording import Words


def _domains(published: Published, _words: Words, look: Look) -> go.Figure:
    totals = {domain.name: tables.total_of(domain) for domain in published.domains}
    ordered = {name: totals[name] for name in released_order(totals)}
    speaks = published.tongue
    return charts.bars_figure({"": ordered}, speaks.say("columns.patients"), look, speaks)


def _people(domain: PublishedDomain, _words: Words, look: Look) -> go.Figure:
    speaks = domain.tongue
    sections = {
        speaks.say(f"columns.{key}"): {
            domain.label(level): count for level, count in tables.counts_by(domain, key).items()
        }
        for key in tables.HEADINGS
    }
    return charts.bars_figure(sections, speaks.say("columns.patients"), look, speaks)


def _growth(domain: PublishedDomain, _words: Words, look: Look) -> go.Figure:
    speaks, rows = domain.tongue, tables.growth_of(domain) or {}
    periods = {speaks.period(name): count for name, count in rows.items()}
    return charts.growth_figure(periods, look, speaks)


def _curves(domain: PublishedDomain, _words: Words, look: Look) -> go.Figure:
    speaks = domain.tongue
    title = speaks.say("axes.percent", endpoint=domain.label(domain.endpoint))
    return charts.curves_figure(tables.lines_of(domain), title, look, speaks)


DOMAINS_STANDING = Exhibit[Published](
    name="released-domains",
    title="Patients by disease domain",
    counted=told.domains_counted,
    seen=told.domains_seen,
    note=told.nothing_to_mind,
    table=tables.domains_table,
    table_title="Patients, sites and countries by disease domain",
    files=(File("released-domains", "Domains, CSV", tables.domains_table),),
    dated_by="nothing",
    draw=_domains,
)
PEOPLE = Exhibit[PublishedDomain](
    name="released-people",
    title="Who is in the registry",
    counted=told.people_counted,
    seen=told.people_seen,
    note=told.nothing_to_mind,
    table=tables.people_table,
    table_title="Patients by region, technique, sex and age",
    files=(File("released-patients", "Patients, CSV", tables.people_table),),
    dated_by="nothing",
    draw=_people,
)
GROWTH = Exhibit[PublishedDomain](
    name="released-growth",
    title="How the registry grows",
    counted=told.growth_counted,
    seen=told.growth_seen,
    note=told.nothing_to_mind,
    table=tables.growth_table,
    table_title="Patients by period of enrolment",
    files=(File("released-growth", "Growth, CSV", tables.growth_table),),
    dated_by="nothing",
    draw=_growth,
)
CURVES = Exhibit[PublishedDomain](
    name="released-survival",
    title="How long people live after each technique",
    counted=told.curves_counted,
    seen=told.curves_seen,
    note=told.nothing_to_mind,  # said above the figure, in full size
    table=tables.curve_points,
    table_title="Every released point of every curve",
    files=(File("released-curves", "Curves, CSV", tables.curve_points),),
    dated_by="nothing",
    draw=_curves,
)
CURVE_SUMMARY = Exhibit[PublishedDomain](
    name="released-curve-summary",
    title="Survival in numbers",
    counted=told.curves_counted,
    seen=told.curves_seen,
    note=told.curves_note,
    table=tables.curve_summary,
    table_title="One row per technique",
    files=(File("released-survival-summary", "Summary, CSV", tables.curve_summary),),
    dated_by="nothing",
)
COMPLETENESS = Exhibit[PublishedDomain](
    name="released-completeness",
    title="How completely core fields are entered",
    counted=told.completeness_counted,
    seen=told.completeness_counted,
    note=told.nothing_to_mind,
    table=tables.completeness_table,
    table_title="Core fields, the least complete first",
    files=(File("released-completeness", "Completeness, CSV", tables.completeness_table),),
    dated_by="nothing",
)
REPRESENTATION = Exhibit[PublishedDomain](
    name="released-representation",
    title="Whom the registry stands for",
    counted=told.representation_counted,
    seen=told.representation_counted,
    note=told.nothing_to_mind,
    table=tables.representation_table,
    table_title="Regions against new cases",
    files=(File("released-representation", "Representation, CSV", tables.representation_table),),
    dated_by="nothing",
)


def _crossed(down: str, across: str, title: str) -> Exhibit[PublishedDomain]:
    def written(domain: PublishedDomain, _words: Words) -> pd.DataFrame:
        return tables.cross_table(domain, down, across)

    name = f"released-{down}-by-{across}"
    return Exhibit[PublishedDomain](
        name=name,
        title=title,
        counted=told.people_counted,
        seen=told.people_counted,
        note=told.nothing_to_mind,
        table=written,
        table_title=title,
        files=(File(name, f"{title}, CSV", written),),
        dated_by="nothing",
    )


CROSSED = tuple(
    _crossed(*keys)
    for keys in (
        (tables.TECHNIQUE, tables.REGION, "Technique by region"),
        (tables.SEX, tables.REGION, "Sex by region"),
        (tables.AGE, tables.SEX, "Age by sex"),
    )
)
