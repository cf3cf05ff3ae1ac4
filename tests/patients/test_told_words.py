"""Who is said to know of a bad day, an alarm and a message: in each situation what is said is what happened."""

import datetime as dt
import re
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from patients import services
from patients.models import Assignment, Clinic, NoticeKind
from patients.notices import rounds
from patients.wording import told_words
from tests import make
from tests.html import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]
LONDON = ZoneInfo("Europe/London")
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
NOON = dt.datetime(2026, 3, 11, 12, tzinfo=LONDON)  # a Wednesday
NIGHT = NOON + 11 * HOUR
MAIL = "django.core.mail.backends.locmem.EmailBackend"
DOWN = "tests.patients.test_told_words.Down"
TOLD, JONAS_SEES, CLINIC_SEES = (
    "Jonas has been told.",
    "Jonas sees it when the clinic is open.",
    "Your clinic sees it when it is open.",
)


class Down:
    """A mail server that is away."""

    def __init__(self, *_args, **_options):
        pass

    def open(self):
        raise ConnectionRefusedError


def everything_works(running):
    pass


def physio_left(running):
    make.physio(running.patient.clinic, "Ruth Lindqvist")
    running.patient.physio.memberships.update(left_at=NOON - DAY)


def physio_away(running):
    make.physio(running.patient.clinic, "Ruth Lindqvist")
    physio = running.patient.physio
    services.set_absence(physio, away_from=NOON.date(), away_to=NOON.date() + DAY, by=physio)


def nobody_works_there(running):
    running.patient.physio.memberships.update(left_at=NOON - DAY)


def suggestions_off(running):
    Clinic.objects.update(engine_on=False)


def no_letters_wanted(running):
    services.set_reminders(running.patient.physio, {"news": False}, by=running.patient.physio)


def off_and_no_letters(running):
    suggestions_off(running)
    no_letters_wanted(running)


# (what holds, whether mail is up, when it happens, what a bad day says, what an alarm says)
SITUATIONS = {
    "in opening hours": (everything_works, MAIL, NOON, TOLD, TOLD),
    "mail down": (everything_works, DOWN, NOON, JONAS_SEES, ""),
    "at night": (everything_works, MAIL, NIGHT, JONAS_SEES, TOLD),
    "at night, mail down": (everything_works, DOWN, NIGHT, JONAS_SEES, ""),
    "the physio left": (physio_left, MAIL, NOON, "Ruth has been told.", "Ruth has been told."),
    "the physio left, at night": (physio_left, MAIL, NIGHT, CLINIC_SEES, "Ruth has been told."),
    "the physio left, mail down": (physio_left, DOWN, NOON, CLINIC_SEES, ""),
    "the physio is away": (physio_away, MAIL, NOON, "Ruth has been told.", "Ruth has been told."),
    "the physio is away, mail down": (physio_away, DOWN, NOON, CLINIC_SEES, ""),
    "nobody works there": (nobody_works_there, MAIL, NOON, "", ""),
    "suggestions off": (suggestions_off, MAIL, NOON, TOLD, TOLD),
    "suggestions off, at night": (suggestions_off, MAIL, NIGHT, JONAS_SEES, TOLD),
    "no letters wanted": (no_letters_wanted, MAIL, NOON, JONAS_SEES, TOLD),
    "suggestions off and no letters wanted": (off_and_no_letters, MAIL, NOON, "", TOLD),
}
SAYS = re.compile(r"[A-Z][^.:]* (?:has|have) been told\.|[A-Z][^.:]* sees it when [^.]*\.")
COLUMNS = ("holds", "mail", "at", "bad_day", "alarm")


@pytest.fixture
def running(stop_clock):
    stop_clock(NOON)
    made = make.assignment(days=9, now=NOON)
    services.set_reminders(made.patient.physio, {"digest": "never"}, by=made.patient.physio)
    return made


def said_on(client, running, name, *ids):
    client.force_login(running.patient.user)
    return " ".join(SAYS.findall(words_of(client.get(reverse(name, args=ids)))))


def tick(running, at):
    services.raise_flags(running.patient, ["calf"], client_id=(tick := uuid.uuid4()), by=running.patient.user, now=at)
    return tick


@pytest.mark.parametrize(COLUMNS, SITUATIONS.values(), ids=SITUATIONS)
def test_says_of_a_bad_day_what_happened(client, running, settings, stop_clock, holds, mail, at, bad_day, alarm):
    settings.EMAIL_BACKEND = mail
    holds(running)
    stop_clock(at)
    fresh = Assignment.objects.with_its_page().get()
    services.log_session(fresh, make.entry(fresh, at=at, pain=8), by=fresh.patient.user, now=at)
    assert "told" not in said_on(client, running, "today")  # nothing has gone out yet
    rounds.work(at)
    assert said_on(client, running, "today") == bad_day


@pytest.mark.parametrize(COLUMNS, SITUATIONS.values(), ids=SITUATIONS)
def test_says_of_an_alarm_what_happened(client, running, settings, stop_clock, holds, mail, at, bad_day, alarm):
    settings.EMAIL_BACKEND = mail
    holds(running)
    stop_clock(at)
    ticked = tick(running, at)
    assert said_on(client, running, "flag-raised", ticked) == ""
    rounds.work(at)
    assert said_on(client, running, "flag-raised", ticked) == alarm


@pytest.mark.parametrize("mail", [MAIL, DOWN])
def test_says_of_an_alarm_after_the_programme_what_happened(client, running, settings, mail):
    settings.EMAIL_BACKEND = mail
    services.end_assignment(running, by=running.patient.physio, now=NOON)
    ticked = tick(running, NOON)
    rounds.work(NOON)
    assert said_on(client, running, "flag-raised", ticked) == (TOLD if mail == MAIL else "")


def test_names_everybody_who_has_been_told_of_an_alarm(client, running):
    make.physio(running.patient.clinic, "Ruth Lindqvist")
    ticked = tick(running, NOON)
    for minutes in (0, 30):
        rounds.work(NOON + minutes * MINUTE)
    assert said_on(client, running, "flag-raised", ticked) == "Jonas and Ruth have been told."


def test_names_no_administrator_to_a_patient(client, running):
    make.user("Alex Root", staff=True, superuser=True)
    running.patient.physio.memberships.update(left_at=NOON)
    ticked = tick(running, NOON)
    rounds.work(NOON)
    assert running.patient.physio.notices.count() == 0
    assert said_on(client, running, "flag-raised", ticked) == ""


def test_forgets_who_was_told_with_the_next_bad_day(client, running):
    services.log_session(running, make.entry(running, at=NOON, pain=8), by=running.patient.user, now=NOON)
    rounds.work(NOON)
    assert running.patient.physio.notices.get().kind == NoticeKind.FLARE
    make.session(running, now=NOON + DAY, pain=8)
    running.refresh_from_db()
    assert running.standing.last_red_on == NOON.date() + DAY
    assert "told" not in said_on(client, running, "today")


@pytest.mark.parametrize(
    ("holds", "said"),
    [
        (everything_works, "Sent. Your clinic reads it when it is open."),
        (physio_left, "Sent. Your clinic reads it when it is open."),
        (nobody_works_there, "Kept, but nobody at your clinic reads messages at the moment. Please call it."),
    ],
)
def test_says_of_a_message_what_becomes_of_it(client, running, holds, said):
    holds(running)
    client.force_login(running.patient.user)
    data = {"client_id": uuid.uuid4(), "text": "May I swim?"}
    assert said in words_of(client.post(reverse("messages"), data, follow=True))


def test_says_who_in_words():
    assert [told_words(names) for names in ([], ["Ann"], ["Ann", "Bo", "Cy"])] == [
        "",
        "Ann has been told.",
        "Ann, Bo and Cy have been told.",
    ]
