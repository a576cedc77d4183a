"""The path from all regions to a site, and what lies below each stop."""

from dashboard.answers.choices import SiteChoice
from dashboard.drill import Stop, path, stops_below
from queries.filters import Filters

SITES = (
    SiteChoice("S1", "Site 1", "DEU", "EU"),
    SiteChoice("S2", "Site 2", "FRA", "EU"),
    SiteChoice("S3", "Site 3", "USA", "AM"),
)


def texts(filters):
    return [stop.text for stop in path(filters, SITES)]


def test_the_path_names_every_step_even_where_only_the_last_is_chosen():
    assert texts(Filters("HCC")) == ["All regions"]
    assert texts(Filters("HCC", countries=("DEU",))) == ["All regions", "Europe", "Germany"]
    assert texts(Filters("HCC", sites=("S3",))) == [
        "All regions",
        "Americas",
        "United States",
        "Site 3",
    ]


def test_each_step_leads_to_the_places_inside():
    everything, region, country, site = path(Filters("HCC", sites=("S1",)), SITES)

    assert [stop.text for stop in stops_below(everything, SITES)] == ["Americas", "Europe"]
    assert stops_below(region, SITES) == [
        Stop("France", "EU", "FRA"),
        Stop("Germany", "EU", "DEU"),
    ]
    assert stops_below(country, SITES) == [Stop("Site 1", "EU", "DEU", "S1")]
    assert stops_below(site, SITES) == []


def test_several_places_share_a_stop_from_which_nothing_leads_on():
    both = path(Filters("HCC", regions=("EU", "AM")), SITES)

    assert both[-1].text == "Europe, Americas"
    assert stops_below(both[-1], SITES) == []


def test_a_site_out_of_reach_is_not_on_the_path():
    assert texts(Filters("HCC", sites=("S9",))) == ["All regions"]
