"""An alarm that nobody opens goes on: who has a letter by when, who is away, and what the administrator reads."""

import datetime as dt
import uuid
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse

from patients import services
from patients.domain.entries import IntakeEntry
from patients.models import AuditEntry, Clinic, Notice
from patients.notices import planning, rounds
from tests import make

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
MINUTE = dt.timedelta(minutes=1)
NOON = dt.datetime(2026, 3, 11, 12, tzinfo=LONDON)  # a Wednesday
NIGHT = NOON + 11 * 60 * MINUTE


@pytest.fixture(autouse=True)
def noon(stop_clock):
    stop_clock(NOON)


@pytest.fixture
def patient():
    return make.patient(make.physio(name="Jonas Adeyemi"))


@pytest.fixture
def colleagues(patient):
    return [make.physio(patient.clinic, name) for name in ("Ruth Lindqvist", "Sam Okafor", "Tom Weir")]


@pytest.fixture
def admin():
    return make.user("Ada Root", staff=True, superuser=True)


def tick(patient, at=NOON):
    [flag], _created = services.raise_flags(patient, ["calf"], client_id=uuid.uuid4(), by=patient.user, now=at)
    return flag


def first_names(after, at=NOON):
    """To whom letters have gone after so many minutes, with a round at each of them."""
    for minute in range(after + 1):
        rounds.post(at + minute * MINUTE)
    return [letter.to[0].split("-")[0] for letter in mail.outbox]


def away(user, days=3):
    services.set_absence(user, away_from=NOON.date(), away_to=NOON.date() + dt.timedelta(days=days), by=user)


def test_goes_to_the_next_then_to_all_then_to_the_administrator(patient, colleagues, admin):
    tick(patient)
    assert first_names(29) == ["jonas"]
    assert first_names(30) == ["jonas", "ruth"]
    assert sorted(first_names(60)) == ["jonas", "ruth", "sam", "tom"]
    assert sorted(first_names(90)) == ["ada", "jonas", "ruth", "sam", "tom"]
    assert len(first_names(600)) == 5


def test_goes_to_all_at_once_when_nobody_is_on(patient, colleagues):
    tick(patient, NIGHT)
    assert sorted(first_names(0, NIGHT)) == ["jonas", "ruth", "sam", "tom"]


def test_keeps_to_the_minutes_of_the_clinic(patient, colleagues):
    Clinic.objects.update(alarm_minutes=5)
    tick(patient)
    assert first_names(4) == ["jonas"]
    assert first_names(5) == ["jonas", "ruth"]


def opened(flag, by, now):
    services.see_flag(flag, by=by, now=now)


def closed(flag, by, now):
    services.close_flag(flag, words="Spoke to her.", by=by, now=now)


@pytest.mark.parametrize("ends", [opened, closed])
def test_goes_to_nobody_further_once_it_is_opened_or_closed(patient, colleagues, ends):
    flag = tick(patient)
    assert first_names(29) == ["jonas"]
    ends(flag, patient.physio, NOON + 29 * MINUTE)
    assert first_names(600) == ["jonas"]


def test_goes_on_where_who_opened_it_hands_it_on(patient, colleagues):
    flag = tick(patient)
    assert first_names(0) == ["jonas"]
    opened(flag, patient.physio, NOON + MINUTE)
    assert first_names(45) == ["jonas"]
    services.hand_on_flag(flag, by=patient.physio, now=NOON + 45 * MINUTE)
    assert first_names(46) == ["jonas", "ruth"]


def test_goes_on_while_one_of_two_ticks_is_unopened(patient, colleagues):
    flags, _created = services.raise_flags(
        patient, ["calf", "distress"], client_id=uuid.uuid4(), by=patient.user, now=NOON
    )
    opened(flags[0], patient.physio, NOON)
    assert first_names(30) == ["jonas", "ruth"]


def test_passes_over_who_is_away_and_tells_them_in_the_end(patient, colleagues, admin):
    away(patient.physio)
    tick(patient)
    assert first_names(0) == ["ruth"]
    assert sorted(first_names(90)) == ["ada", "jonas", "ruth", "sam", "tom"]


def test_tells_who_is_left_where_the_first_leaves_meanwhile(patient, colleagues):
    tick(patient)
    assert first_names(10) == ["jonas"]
    patient.physio.memberships.update(left_at=NOON + 10 * MINUTE)
    assert first_names(11) == ["jonas", "ruth"]


def test_passes_over_an_account_that_is_closed(patient, colleagues):
    type(patient.physio).objects.filter(pk=patient.physio_id).update(is_active=False)
    tick(patient)
    assert first_names(0) == ["ruth"]


def test_tells_all_and_the_administrator_at_once_when_all_are_away(patient, colleagues, admin):
    for user in (patient.physio, *colleagues):
        away(user)
    tick(patient)
    assert sorted(first_names(0)) == ["ada", "jonas", "ruth", "sam", "tom"]


@pytest.mark.parametrize(
    "broken", [{"time_zone": "Mars/Base"}, {"hours": [[["8", "18"]]] * 7}, {"closed_dates": ["soon"]}]
)
def test_tells_all_at_once_where_the_hours_cannot_be_read(patient, colleagues, broken):
    Clinic.objects.filter(pk=patient.clinic_id).update(**broken)
    tick(patient)
    assert sorted(first_names(0)) == ["jonas", "ruth", "sam", "tom"]


def test_catches_up_after_the_loop_was_away(patient, colleagues, admin):
    tick(patient)
    rounds.post(NOON + 600 * MINUTE)
    assert len(mail.outbox) == 5


# Answers of the start that ask for a look -----------------------------------------------------------------------------


def test_goes_on_with_red_answers_in_opening_hours_and_to_colleagues_alone(patient, colleagues, admin):
    assignment = make.assignment(patient, now=NOON)
    entry = IntakeEntry(uuid.uuid4(), cancer=True)
    services.answer_intake(assignment, entry, by=patient.user, now=NOON - 5 * 60 * MINUTE)  # 7:00, an hour before
    told = []
    for minutes in (-245, -240, -210, -180, 600):
        rounds.plan(NOON + minutes * MINUTE, rules=[planning.red_answers])
        told.append(sorted(Notice.objects.values_list("user__name", flat=True)))
    assert [len(names) for names in told] == [0, 1, 2, 4, 4]
    assert told[1] == [patient.physio.name] and admin.name not in told[-1]


# What the administrator reads -----------------------------------------------------------------------------------------


def test_names_nobody_to_the_administrator(patient, colleagues, admin):
    tick(patient)
    first_names(90)
    [letter] = [one for one in mail.outbox if one.to == [admin.email]]
    assert letter.subject == "An alarm that nobody opened" and reverse("admin:index") in letter.body
    assert patient.name.split()[0] not in letter.body and "calf" not in letter.body


def test_goes_to_who_runs_the_clinic_as_well_and_to_nobody_who_runs_another(patient, colleagues, admin, stop_clock):
    agnes, past = make.administrator(patient.clinic), make.administrator(patient.clinic, "Paul Past")
    elsewhere = make.administrator(name="Olga Other")
    past.memberships.update(left_at=NOON)
    flag = tick(patient)
    assert sorted(first_names(90)) == ["ada", "agnes", "jonas", "ruth", "sam", "tom"]
    [letter] = [one for one in mail.outbox if one.to == [agnes.email]]
    assert letter.subject == "An alarm that nobody opened" and reverse("team") in letter.body
    stop_clock(NOON + 91 * MINUTE)
    team = {user: words(user) for user in (agnes, elsewhere)}
    said = f"nobody has opened an alarm (patient {patient.public_id})"
    assert said in team[agnes] and patient.name not in team[agnes] and said not in team[elsewhere]
    opened(flag, patient.physio, NOON + 91 * MINUTE)
    assert said not in words(agnes)


def words(user):
    client = Client()
    client.force_login(user)
    return client.get(reverse("team")).content.decode()


def test_tells_nobody_who_has_ceased_to_run_it_meanwhile(patient, colleagues):
    agnes = make.administrator(patient.clinic)
    tick(patient)
    rounds.plan(NOON + 90 * MINUTE)
    agnes.memberships.update(left_at=NOON + 90 * MINUTE)
    rounds.post(NOON + 90 * MINUTE)
    assert agnes.email not in [letter.to[0] for letter in mail.outbox]
    assert Notice.objects.get(user=agnes).outcome == "left"


def index(admin):
    """With a session of its own: a desk's ends while nobody does anything."""
    client = Client()
    client.force_login(admin)
    return client.get(reverse("admin:index")).content.decode()


def test_shows_the_administrator_an_alarm_that_nobody_opened(patient, admin, stop_clock):
    flag = tick(patient)
    stop_clock(NOON + 29 * MINUTE)
    assert "nobody has opened an alarm" not in index(admin)
    stop_clock(NOON + 95 * MINUTE)
    page = index(admin)
    assert f"for 1\xa0hour, 35\xa0minutes nobody has opened an alarm (patient {patient.public_id})" in page
    assert patient.name not in page
    opened(flag, patient.physio, NOON + 96 * MINUTE)
    assert "nobody has opened an alarm" not in index(admin)


# Marking oneself away -------------------------------------------------------------------------------------------------


def test_is_said_at_the_desk_and_who_is_told_first(client, patient, colleagues):
    client.force_login(patient.physio)
    desk, member = reverse("absence"), patient.physio.memberships.get()
    for first, last in (("2026-07-06", "2026-07-17"), ("2026-03-16", "2026-03-20")):
        sent = client.post(desk, {"away_from": first, "away_to": last}, follow=True).content.decode()
    assert sent.count("Ruth Lindqvist is told first") == 2
    member.refresh_from_db()
    spring = (dt.date(2026, 3, 16), dt.date(2026, 3, 20))
    assert member.days_away == (spring, (dt.date(2026, 7, 6), dt.date(2026, 7, 17)))
    assert AuditEntry.objects.filter(verb="absence.set", by=patient.physio).count() == 2
    again = client.post(desk, {"away_from": "2026-03-20", "away_to": "2026-03-21"}).content.decode()
    assert "Some of these days are noted already" in again
    client.post(desk, {"take_out": "2026-07-06"})
    member.refresh_from_db()
    assert member.days_away == (spring,)
    assert client.post(desk, {"take_out": "2026-02-31"}).status_code == 302


@pytest.mark.parametrize("broken", [[["soon", "later"]], [["2026-03-11"]], "away"])
def test_tells_whoever_s_absence_cannot_be_read(patient, colleagues, broken):
    patient.physio.memberships.update(aways=broken)
    tick(patient)
    assert first_names(0) == ["jonas"]


def test_goes_by_each_of_several_absences(patient, colleagues):
    noon = [NOON + dt.timedelta(days=days) for days in (0, 1, 7)]
    for at in (noon[0], noon[2]):
        services.set_absence(patient.physio, away_from=at.date(), away_to=at.date(), by=patient.physio)
    told = []
    for at in noon:
        flag = tick(patient, at)
        told.append(first_names(0, at)[-1])
        closed(flag, patient.physio, at)
    assert told == ["ruth", "jonas", "ruth"]


def test_keeps_the_absence_that_was_said_before(patient):
    said = {"away_from": dt.date(2026, 3, 16), "away_to": dt.date(2026, 3, 20)}
    patient.physio.memberships.update(**said)
    import_module("patients.migrations.0026_absences_that_were_said").keep(apps, None)
    assert patient.physio.memberships.get().days_away == (tuple(said.values()),)


def test_says_that_nobody_else_is_there(client, patient):
    away(patient.physio)
    client.force_login(patient.physio)
    assert "alarms go on coming to you" in " ".join(client.get(reverse("absence")).content.decode().split())


def test_is_set_by_the_administrator_too(client, patient, admin):
    client.force_login(admin)
    address, member = (
        reverse("admin:patients_clinic_change", args=[patient.clinic_id]),
        patient.physio.memberships.get(),
    )
    page = client.get(address)
    form = page.context["adminform"].form
    data = {name: form.fields[name].prepare_value(form[name].value()) or [] for name in form.fields}
    data["revision"] = page.context["revision"]
    for inline in ("memberships", "program_choices", "canned_texts"):
        data |= {f"{inline}-TOTAL_FORMS": 0, f"{inline}-INITIAL_FORMS": 0}
    data |= {"memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 1, "memberships-0-id": member.pk}
    data |= {"memberships-0-clinic": patient.clinic_id, "memberships-0-aways": "2026-03-16"}
    assert "away needs a first and a last day" in client.post(address, data).content.decode()
    twice = "2026-03-16 to 2026-03-20\n6 July 2026 until 17 July 2026"
    assert client.post(address, data | {"memberships-0-aways": twice}).status_code == 302
    member.refresh_from_db()
    assert member.aways == [["2026-03-16", "2026-03-20"], ["2026-07-06", "2026-07-17"]]
