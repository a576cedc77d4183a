"""The population of a methods paragraph, in sentences made from the cohort's definition."""

from dashboard.sentences.population import eligible, lower_first
from queries.criteria import Criterion
from queries.filters import Filters


def test_without_a_choice_everybody_of_the_domain_is_eligible():
    assert eligible(Filters("HCC")) == (
        "Eligible were diagnoses of hepatocellular carcinoma with an index procedure in any year "
        "in any region."
    )


def test_every_choice_is_told_and_sites_are_counted_not_named():
    chosen = Filters(
        "HCC",
        regions=("EU", "AM"),
        countries=("DEU",),
        sites=("S02", "S19"),
        techniques=("CTACE", "MWA"),
        first_year=2021,
        last_year=2023,
    )

    assert eligible(chosen) == (
        "Eligible were diagnoses of hepatocellular carcinoma with Conventional TACE or Microwave "
        "ablation at the index procedure from 2021 to 2023 in the region Europe or Americas in "
        "Germany at 2 chosen sites."
    )


def test_names_with_a_comma_are_kept_apart():
    chosen = Filters("HCC", techniques=("CTACE", "TARE_GLASS", "TARE_RESIN"))

    assert (
        "with Conventional TACE; Radioembolisation, glass or Radioembolisation, resin at the"
    ) in eligible(chosen)


def test_the_conditions_of_a_cohort_are_told_one_by_one():
    criteria = (Criterion("age_at_enrolment", low=60), Criterion("sex", codes=("F",)))

    assert eligible(Filters("HCC", criteria=criteria)).endswith(
        "Each had to meet: Age at enrolment 60 years or above; Sex: Female."
    )


def test_open_periods_are_told_as_such():
    assert "procedure from 2022 in any region" in eligible(Filters("HCC", first_year=2022))
    assert "procedure up to 2020 in any region" in eligible(Filters("HCC", last_year=2020))
    assert "procedure in 2020 in" in eligible(Filters("HCC", first_year=2020, last_year=2020))


def test_a_text_is_begun_small_in_the_middle_of_a_sentence():
    assert [lower_first(text) for text in ("Overall survival", "", "A")] == [
        "overall survival",
        "",
        "a",
    ]
