"""Response, safety, reports, lesions and devices of next to nobody: words, and no fault."""

import re

import numpy as np
import pandas as pd
import pytest

from analytics.best_change import best_change
from analytics.cells import CountTable
from analytics.counted_people import CountedPeople
from analytics.device_learning import device_learning
from analytics.errors import AnalysisError
from analytics.group_incidence import incidence_by_group
from analytics.group_survival import survival_by_group
from analytics.learning import learning, standard_of
from analytics.lesion_efficacy import lesion_efficacy
from analytics.lesion_incidence import lesion_incidence
from analytics.lesion_survival import lesion_survival
from analytics.reader_agreement import reader_agreement
from analytics.reported import reported_by_group
from analytics.response_by_group import durations, response_by_group
from analytics.safety import safety_by_group, watched, worst_grades
from analytics.safety_board import board, levels
from analytics.waterfall import waterfall
from dashboard.exhibits import competing as of_events
from dashboard.exhibits import learning as of_learning
from dashboard.exhibits import reported as of_reports
from dashboard.exhibits import response as of_response
from dashboard.exhibits import safety as of_safety
from dashboard.exhibits import survival as of_survival
from dashboard.exhibits.waterfall import WATERFALL
from dashboard.theme import LIGHT
from dashboard.wording import Words

HACK = "<script>alert(1)</script>"
NEVER = float("nan")
SCALE = ("QLQ_C30", "QL2")
ORDERS = {"ctcae": tuple("12345"), "sir": ("MILD", "SEVERE"), "cirse": tuple("123456")}


def arm(group, n, day=None, response="PR"):
    """As many patients of a group as asked; each is read on a day of its own, or all on one."""
    return [(group, 20.0 + i if day is None else day, response) for i in range(n)]


TWELVE = [row for i in range(12) for row in arm(f"T{i:02d}", 8)]
CASES = {
    "one group": arm("MWA", 30),
    "one patient": arm("MWA", 1),
    "nobody had the event": arm("MWA", 20, response="NE") + arm("RFA", 20, response="NE"),
    "all on one day": arm("MWA", 20, day=30.0) + arm("RFA", 20, day=30.0),
    "twelve groups": TWELVE,
    "a group named like a tag": arm(HACK, 20) + arm("MWA", 20),
    "nobody at all": [],
}


def treated(people):
    rows = [(str(i), i, group) for i, (group, *_) in enumerate(people)]
    frame = pd.DataFrame(rows, columns=["patient", "patient_no", "group"])
    end = {"new_treatment_day": NEVER, "entry": 0.0, "exit": 200.0, "code": 1.0}
    return frame.assign(**end, left_out=None, technique_code=frame["group"], lane=frame["patient"])


def readings(people):
    rows = [(str(i), day, response) for i, (_, day, response) in enumerate(people)]
    frame = pd.DataFrame(rows, columns=["patient", "day", "response"])
    return frame.assign(reader="SITE", lane=frame["patient"])


def sums(people):
    keys = treated(people)[["patient", "group", "lane"]]
    day = np.array([day for _, day, _ in people], dtype=float)
    return keys.assign(day=day, before=40.0, after=30.0)


def of_durations(people):
    found = durations(readings(people), treated(people))
    return survival_by_group(found.tables, found.overall, **FAR, left_out=found.left_out)


def of_readers(people):
    both = pd.concat([readings(people), readings(people).assign(reader="CENTRAL")])
    return reader_agreement(both, treated(people), criterion="MRECIST", readers=("SITE", "CENTRAL"))


def of_lesions(people):
    frame = treated(people).assign(origin_day=0.0, status="COMPLETE")
    return lesion_efficacy(frame.assign(day=sums(people)["day"], lesion=frame["patient"]))


def of_watched(people):
    frame = treated(people).assign(procedure_id=lambda f: f["patient"] + "-1", day=0.0)
    frame["performed"] = frame["group"]
    told = {"ctcae": "3", "sir": "SEVERE", "cirse": "3", "relatedness": "PROBABLE", "serious": "Y"}
    events = frame.assign(onset=sums(people)["day"], term="PAIN", **told)
    is_event = np.array([response != "NE" for *_, response in people], dtype=bool)
    return watched(frame, events[is_event], days={})


def of_deaths(people):
    groups = [group for group, *_ in people]
    counts = treated(people).groupby("group", as_index=False).size()
    counts = counts.rename(columns={"group": "technique_code", "size": "n"})
    table = CountTable(counts.assign(status="FOLLOWED"), ("technique_code", "status"))
    return board(of_watched(people), [table, table], list(dict.fromkeys(groups)))


def of_reported(people):
    frame = treated(people)
    answered = [frame[["patient"]].assign(visit=visit) for visit in ("BASE", "M1")]
    due = pd.concat(answered, ignore_index=True)
    answers = due.assign(score=50.0)
    return reported_by_group(answers, due, frame, visits=("BASE", "M1"), important=(10.0, "higher"))


def units(people):
    frame = treated(people).assign(stage="A", device="MW_GEN2", index_month=24_000.0)
    frame["site_id"] = [f"{group} {i % 3}" for i, (group, *_) in enumerate(people)]
    return frame.assign(outcome=[float(response != "NE") for *_, response in people])


def of_learning_page(people):
    frame = units(people)
    return learning(frame, "COMPLICATION", standard_of(frame, []))


def of_devices(people):
    frame = units(people)
    standard = standard_of(frame, [])
    return device_learning(frame, "COMPLICATION", standard, order=(), by_volume=True)


def of_waterfall(people):
    frames = (frame.drop(columns="patient") for frame in _frames(people))
    return waterfall(*frames, **BY)


def followed(people):
    """Lesions of patients with two each; a response is an event, its absence a censoring."""
    code = [0 if response == "NE" else 1 + i % 2 for i, (*_, response) in enumerate(people)]
    return CountedPeople(
        group=np.array([group for group, *_ in people], dtype=np.str_),
        stratum=np.full(len(people), "", dtype=np.str_),
        cluster=np.arange(len(people)) // 2,
        entry=np.zeros(len(people)),
        time=np.array([day for _, day, _ in people], dtype=float),
        code=np.array(code, dtype=np.int64),
    )


FAR = {"landmarks": [365.0, 10_000.0], "ticks": [0.0, 10_000.0]}  # beyond all follow-up


def first_events(people):
    its, groups = followed(people), list(dict.fromkeys(group for group, *_ in people))
    return incidence_by_group(its.tables(groups), its.everybody(), **FAR)


def first_events_of_lesions(people):
    groups = list(dict.fromkeys(group for group, *_ in people))
    return lesion_incidence(followed(people), groups, **FAR)


def survival_of_lesions(people):
    groups = list(dict.fromkeys(group for group, *_ in people))
    return lesion_survival(followed(people), groups, **FAR)


def _frames(people):
    return treated(people), readings(people), sums(people)


BY = {"criterion": "MRECIST", "reader": "SITE"}
SURVIVAL = (of_survival.SURVIVAL_CURVES, of_survival.SURVIVAL_SUMMARY)
INCIDENCE = (*of_events.INCIDENCE_VIEWS.values(), of_events.TEACHING, of_events.INCIDENCE_SUMMARY)
SHOWN = {
    "first events": (first_events, INCIDENCE),
    "first events of lesions": (first_events_of_lesions, INCIDENCE),
    "survival of lesions": (survival_of_lesions, SURVIVAL),
    "response": (
        lambda p: response_by_group(readings(p), treated(p), **BY),
        (of_response.RATES, of_response.CLASSES),
    ),
    "duration": (of_durations, (of_response.DURATION,)),
    "bands": (lambda p: best_change(sums(p)), (of_response.CHANGE,)),
    "waterfall": (of_waterfall, (WATERFALL,)),
    "readers": (of_readers, (of_response.AGREEMENT,)),
    "lesions": (of_lesions, (of_response.LESIONS,)),
    "terms": (lambda p: safety_by_group(of_watched(p), "MAJOR"), (of_safety.TERMS,)),
    "severities": (lambda p: levels(of_watched(p)), (of_safety.LEVELS,)),
    "grades": (lambda p: worst_grades(of_watched(p), ORDERS), (of_safety.GRADES,)),
    "deaths": (of_deaths, (of_safety.DEATHS,)),
    "reports": (
        of_reported,
        (
            *(of_reports.change_of(*SCALE), of_reports.improved_of(*SCALE)),
            *(of_reports.COURSES, of_reports.FORMS),
        ),
    ),
    "learning": (of_learning_page, (of_learning.SITES, of_learning.VOLUME, of_learning.DRIFT)),
    "devices": (of_devices, (of_learning.DEVICES,)),
}


def shown(exhibit, result):
    """Return all that an exhibit says, tables and writes, and its figure."""
    words = Words(outcome="Time to progression", causes=("Progression", "Death", "Removal"))
    said = [part(result, words) for part in (exhibit.counted, exhibit.seen, exhibit.note)]
    said.append(exhibit.table(result, words).to_string())
    said += [file.rows(result, words).to_csv() for file in exhibit.files]
    drawn = exhibit.draw(result, words, LIGHT).to_json() if exhibit.draw else "{}"
    return "\n".join(said), drawn


def asked(name, exhibit, people):
    """Return what is said and drawn, or the refusal and nothing drawn."""
    try:
        return shown(exhibit, SHOWN[name][0](people))
    except AnalysisError as refused:
        return f"Refused. {refused.reason} {refused.remedy}", ""


@pytest.mark.parametrize("people", CASES.values(), ids=CASES)
@pytest.mark.parametrize("name", SHOWN)
def test_next_to_nobody_is_shown_in_words_or_refused_in_a_sentence(name, people):
    for exhibit in SHOWN[name][1]:
        said, drawn = asked(name, exhibit, people)

        assert not re.search(r"\b(nan|inf|None|NaT)\b", said), said
        assert "<script" not in drawn.replace("\\u003c", "<")
        if not drawn:
            assert re.match(r"Refused\. \w[^.]+\..* \w[^.]+\.$", said), said
        assert people or not drawn


@pytest.mark.parametrize(
    "name", ["response", "terms", "severities", "deaths", "reports", "survival of lesions"]
)
def test_twelve_groups_are_all_tabled(name):
    make, exhibits = SHOWN[name]

    said, _ = shown(exhibits[0], make(TWELVE))

    assert all(f"T{i:02d}" in said for i in range(12))
