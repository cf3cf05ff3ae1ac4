"""A clinic's opening hours, as they are written in the administration and read from what was said before."""

import importlib

import pytest
from django.urls import reverse

from patients.models import Clinic
from tests import make
from tests.html import words_of

pytestmark = pytest.mark.django_db
EMPTY = {f"hours_{number}": "" for number in range(1, 8)}
read = importlib.import_module("patients.migrations.0005_hours_from_what_was_said").read


@pytest.fixture
def clinic():
    return make.clinic()


@pytest.fixture
def administrator(client):
    client.force_login(make.user("Alex Brandreth", staff=True, superuser=True))
    return client


def posted(client, clinic, **typed):
    address = reverse("admin:patients_clinic_change", args=[clinic.pk])
    page = client.get(address)
    form = page.context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields} | EMPTY | typed
    del data["languages"]  # none is ticked
    data["engine_on"] = "on"
    data["revision"] = page.context["revision"]
    for inline in ("memberships", "program_choices", "canned_texts"):
        data |= {f"{inline}-TOTAL_FORMS": 0, f"{inline}-INITIAL_FORMS": 0}
    answer = client.post(address, data)
    clinic.refresh_from_db()
    return answer


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8:00 to 18:00", [["08:00", "18:00"]]),
        ("8-18", [["08:00", "18:00"]]),
        ("8.30–12, 13:00 - 17.30", [["08:30", "12:00"], ["13:00", "17:30"]]),
        ("9am to 5pm", [["09:00", "17:00"]]),
        ("12 pm to 12 am", [["12:00", "24:00"]]),
        ("8h30 until 12h and 13h to 18h", [["08:30", "12:00"], ["13:00", "18:00"]]),
        ("13-18; 8-12", [["08:00", "12:00"], ["13:00", "18:00"]]),
        ("22:00 to 0:00", [["22:00", "24:00"]]),
        ("0:00 to 24:00", [["00:00", "24:00"]]),
        ("closed", []),
        ("", []),
    ],
)
def test_takes_normal_times(administrator, clinic, typed, kept):
    assert posted(administrator, clinic, hours_1=typed).status_code == 302
    assert clinic.hours == [kept, [], [], [], [], [], []]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("8 o’clock to 9", "is not a time. Please write it as 8:00 or 17:30."),
        ("8:00", "please write from and to, such as 8:00 to 18:00."),
        ("8-18-20", "please write from and to"),
        ("25:00 to 26:00", "is not a time of the day."),
        ("8:70 to 9:00", "is not a time of the day."),
        ("14pm to 15pm", "is not a time."),
        ("18:00 to 8:00", "the end is not after the beginning. Past midnight belongs to the next day."),
        ("8-12, 11-18", "these times overlap."),
    ],
)
def test_says_what_it_cannot_read_and_keeps_what_was_typed(administrator, clinic, typed, said):
    before = clinic.hours
    answer = posted(administrator, clinic, hours_1=typed, hours_2="9-12")
    assert said in words_of(answer)
    form = answer.context["adminform"].form
    assert (form["hours_1"].value(), form["hours_2"].value()) == (typed, "9-12")
    assert clinic.hours == before


def test_keeps_closed_dates_in_order_and_once(administrator, clinic):
    posted(administrator, clinic, hours_1="8-18", closed_dates="26 December 2026\n2026-12-25\n25.12.2026\n\n01/01/2027")
    assert clinic.closed_dates == ["2026-12-25", "2026-12-26", "2027-01-01"]
    assert "“Christmas” is not a date." in words_of(posted(administrator, clinic, closed_dates="Christmas"))


def test_shows_what_it_keeps_in_a_form_that_can_be_sent_again(administrator, clinic):
    posted(administrator, clinic, hours_1="8-12, 13-18", closed_dates="2026-12-25")
    form = administrator.get(reverse("admin:patients_clinic_change", args=[clinic.pk])).context["adminform"].form
    shown = {name: form[name].value() for name in ("hours_1", "hours_2", "closed_dates")}
    assert shown == {"hours_1": "08:00 to 12:00, 13:00 to 18:00", "hours_2": "", "closed_dates": "2026-12-25"}
    before = clinic.hours
    posted(administrator, clinic, **shown)
    assert clinic.hours == before


def test_begins_a_new_clinic_with_hours_to_be_changed_and_half_an_hour_for_an_alarm(administrator):
    form = administrator.get(reverse("admin:patients_clinic_add")).context["adminform"].form
    assert [form[f"hours_{number}"].value() for number in (5, 6)] == ["08:00 to 18:00", ""]
    assert form["alarm_minutes"].value() == 30


def test_makes_the_words_from_the_hours(clinic):
    assert clinic.hours_in_words == "Monday to Friday 8:00 to 18:00"
    assert Clinic(hours=[]).hours_in_words == ""


@pytest.mark.parametrize(
    ("said", "closed", "kept"),
    [
        ("Monday to Friday, 8:00 to 18:00", [6, 7], [[["08:00", "18:00"]]] * 5 + [[], []]),
        (
            "Mon-Thu 8-12; Mon-Thu 13-18; Fri 8:00-14:00.",
            [],
            [[["08:00", "12:00"], ["13:00", "18:00"]]] * 4 + [[["08:00", "14:00"]], [], []],
        ),
        ("9am to 5pm", [6, 7], [[["09:00", "17:00"]]] * 5 + [[], []]),
        ("Saturday to Monday: 9 to 12", [], [[["09:00", "12:00"]], [], [], [], [], *[[["09:00", "12:00"]]] * 2]),
        ("by appointment", [6, 7], None),
        ("Mon-Fri 8-18, not in August", [6, 7], None),
        ("Monday 18:00 to 8:00", [6, 7], None),
    ],
)
def test_reads_what_a_clinic_said_before_and_guesses_nothing(said, closed, kept):
    assert read(said, closed) == kept
