"""Whom the alarm's pages say to call: for each tick, with the clinic open or closed, in each country."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from patients import services
from patients.domain.alarm import URGENCY
from patients.selectors import whom_to_call_page
from programs import clock
from tests import make
from tests.html import parse, text_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted, pytest.mark.once]
ZONES = {"GB": "Europe/London", "DE": "Europe/Berlin", "ES": "Europe/Madrid"}
OURS = "01632 960142"
HOURS = [[["00:00", "24:00"]]] * 7

# The first button of each tick: (GB, DE, ES, a clinic that knows no number but its own), open and closed.
FIRST = {
    "saddle": (("999", "112", "112", OURS), ("999", "112", "112", OURS)),
    "chest": (("999", "112", "112", OURS), ("999", "112", "112", OURS)),
    "distress": (("116 123", "0800 1110111", "024", OURS), ("116 123", "0800 1110111", "024", OURS)),
    "calf": (("111", "116117", "112", OURS), ("111", "116117", "112", OURS)),
    "pop": ((OURS, OURS, OURS, OURS), ("111", "116117", "112", OURS)),
    "night": ((OURS, OURS, OURS, OURS), ("111", "116117", "112", OURS)),
    "nerve": ((OURS, OURS, OURS, OURS), ("111", "116117", OURS, OURS)),
    "drug": ((OURS, OURS, OURS, OURS), ("111", "116117", OURS, OURS)),
    "bone": ((OURS, OURS, OURS, OURS), (OURS, OURS, OURS, OURS)),
}
UNNAMED = {"saddle", "chest", "calf"}  # of no number: "call your country’s emergency number", which everybody knows
CASES = [
    (kind, is_open, country, first)
    for kind, states in FIRST.items()
    for is_open, numbers in zip((True, False), states, strict=True)
    for country, first in zip(("GB", "DE", "ES", ""), numbers, strict=True)
]


def clinic_in(country, *, hours):
    return make.clinic(country=country, hours=hours, time_zone=ZONES.get(country, "Europe/London"))


def raised(client, kinds, country="GB", *, hours=HOURS):
    """The page after the ticks, of a patient of a clinic in that country."""
    patient = make.patient(by=make.physio(of=clinic_in(country, hours=hours)))
    tick, mine = uuid.uuid4(), make.assignment(patient)
    services.raise_flags(mine.patient, kinds, client_id=tick, by=patient.user, now=clock.now())
    client.force_login(patient.user)
    return client.get(reverse("flag-raised", args=[tick]))


def buttons(answer):
    """What the bar's buttons dial, those that are shown, in order."""
    bar = next(element for element in parse(answer)[0].iter("div") if "action-bar" in element.get("class", "").split())
    return [link.get("href") for link in bar.iter("a") if "hidden" not in link.attrib]


def dialled(number):
    return "tel:" + number.replace(" ", "")


@pytest.mark.parametrize(("kind", "is_open", "country", "first"), CASES)
def test_calls_first_whom_the_text_of_the_tick_names(client, kind, is_open, country, first):
    answer = raised(client, [kind], country, hours=HOURS if is_open else [])
    assert buttons(answer)[0] == dialled(first)
    said = words_of(answer)
    if country or kind not in UNNAMED:
        assert first in said.split("You ticked")[0]
    if country != "GB":
        assert "A&E" not in said and "NHS" not in said and "999" not in said


@pytest.mark.parametrize(
    ("kind", "is_open", "second"),
    [
        *((kind, is_open, True) for kind in ("saddle", "chest", "calf") for is_open in (True, False)),
        *((kind, is_open, not is_open) for kind in ("pop", "night") for is_open in (True, False)),
        *((kind, False, False) for kind in ("distress", "nerve", "drug", "bone")),
    ],
)
def test_calls_the_clinic_second_where_the_emergency_number_is_not_known(client, kind, is_open, second):
    said = words_of(raised(client, [kind], "", hours=HOURS if is_open else []))
    assert ("Then call the clinic" in said and "Your country’s emergency number" in said) == second
    assert "your country’s emergency number" in said or not second


def test_names_the_emergency_number_first_where_its_words_are_searched_for(client):
    raised(client, ["bone"], "")
    said = words_of(client.get(reverse("guidance"), {"q": "numb groin"}))
    assert "First call your country’s emergency number. Then call the clinic" in said


@pytest.mark.parametrize(
    ("kind", "country", "closed"),
    [("saddle", "GB", ["999", "111"]), ("distress", "GB", ["116 123", "111"]), ("saddle", "ES", ["112"])],
)
def test_has_no_clinic_that_is_closed_as_its_second_button_where_somebody_else_answers(client, kind, country, closed):
    assert buttons(raised(client, [kind], country, hours=[]))[:2] == [*map(dialled, closed), dialled(OURS)][:2]
    assert buttons(raised(client, [kind], country))[1] == dialled(OURS)


@pytest.mark.parametrize(("hours", "first"), [(HOURS, OURS), ([], "111")])
def test_has_somebody_who_answers_now_in_the_bar_before_anything_is_ticked(client, hours, first):
    raised(client, ["bone"], hours=hours)
    assert buttons(client.get(reverse("raise-flag")))[0] == dialled(first)


@pytest.mark.parametrize(
    ("words", "number"), [("numb groin", "999"), ("short of breath", "999"), ("i want to die", "116 123")]
)
def test_has_a_button_where_the_words_of_an_urgent_tick_are_searched_for_or_written(client, words, number):
    raised(client, ["bone"], hours=[])
    searched = client.get(reverse("guidance"), {"q": words})
    written = client.post(reverse("messages"), {"client_id": uuid.uuid4(), "text": words})
    for answer in (searched, written):
        [sheet] = [part for part in parse(answer)[0].iter("section") if part.get("class") == "stop-sheet"]
        calls = [link.get("href") for link in sheet.iter("a") if "btn-danger" in link.get("class", "")]
        assert calls == [dialled(number)]
    assert "Your message has not been sent yet." in words_of(written)


def test_says_on_the_page_of_what_waits_what_each_tick_says(client):
    """Script shows those that wait; the page is kept for when there is no signal."""
    raised(client, ["bone"])
    page = parse(client.get(reverse("outbox")))[0]
    waits = [part.get("data-tick-waits") for part in page.iter() if part.get("data-tick-waits")]
    assert waits == [*sorted(URGENCY, key=waits.index), "words"]


@pytest.mark.parametrize("kind", URGENCY)
@pytest.mark.parametrize("country", ["GB", "DE", "ES", ""])
def test_has_no_empty_button_and_no_hole_in_a_sentence(client, kind, country):
    answer = raised(client, [kind], country, hours=[])
    links = [link.get("href") for link in parse(answer)[0].iter("a") if "tel:" in link.get("href", "")]
    assert links and "tel:" not in links
    assert len(buttons(answer)) == len({*buttons(answer)})
    assert not [hole for hole in (" : ", "Call .", " ,", "None", "()") if hole in words_of(answer)]


@pytest.mark.parametrize("kind", URGENCY)
def test_links_every_number_that_a_text_names(client, kind):
    answer = raised(client, [kind], hours=[])
    for sheet in (element for element in parse(answer)[0].iter("div") if element.get("class") == "stop-sheet"):
        said = text_of(sheet)
        linked = "".join(text_of(link) for link in sheet.iter("a"))
        assert [number for number in (OURS, "111", "999", "116 123") if number in said and number not in linked] == []


def test_shows_two_ticks_the_most_urgent_first_each_with_its_own_number(client):
    answer = raised(client, ["bone", "distress", "saddle"], hours=[])
    assert buttons(answer)[:2] == ["tel:999", "tel:116123"]
    sheets = [element for element in parse(answer)[0].iter("div") if element.get("class") == "stop-sheet"]
    assert [text_of(sheet).split()[0] for sheet in sheets] == ["This", "You", "Stop"]
    assert ["tel:116123", dialled(OURS)] == [
        next(link.get("href") for link in sheet.iter("a") if "btn" in link.get("class")) for sheet in sheets[1:]
    ]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-06-15T12:00", "open until 18:00"),
        ("2026-06-14T12:00", "closed now, opens tomorrow 8:00"),
        ("2026-06-13T12:00", "closed now, opens Monday 8:00"),
    ],
)
def test_says_whether_the_clinic_is_open(moment, said):
    now = dt.datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/London"))
    assert whom_to_call_page(make.clinic(), {"pop": None}, now).state == said


def test_says_in_a_kept_form_every_number_before_anything_is_sent(client):
    """What the phone shows without signal is in the page: each tick's text and first number, for open and closed."""
    raised(client, ["pop"], hours=[])
    page = parse(client.get(reverse("raise-flag")))[0]
    told = {part.get("data-ticked"): part for part in page.iter("div") if part.get("data-ticked")}
    assert told.keys() == URGENCY.keys()
    assert [URGENCY[kind] for kind in told] == sorted(URGENCY.values())
    for kind, part in told.items():
        calls = {
            link.get("data-while", "always"): link.get("href") for link in part.iter("a") if "btn" in link.get("class")
        }
        is_open, closed = (numbers[0] for numbers in FIRST[kind])
        assert calls.get("open", calls.get("always")) == dialled(is_open)
        assert calls.get("closed", calls.get("always")) == dialled(closed)


@pytest.mark.parametrize("name", ["today", "programme", "messages"])
@pytest.mark.parametrize("country", ["DE", ""])
def test_links_the_numbers_of_the_clinic_on(client, name, country):
    raised(client, ["bone"], country)
    answer = client.get(reverse(name))
    links = {link.get("href") for link in parse(answer)[0].iter("a") if "tel:" in link.get("href", "")}
    expected = {OURS, "112", "116117", "0800 1110111"} if country else {OURS}
    assert links == {dialled(number) for number in expected}
    assert "999" not in words_of(answer)


def test_names_them_where_no_programme_runs_and_where_a_page_is_not_there(client):
    patient = make.patient()
    client.force_login(patient.user)
    for address in (reverse("today"), "/nowhere/"):
        links = [link.get("href") for link in parse(client.get(address))[0].iter("a")]
        assert {"tel:01632960142", "tel:111", "tel:999"} <= {*links}
