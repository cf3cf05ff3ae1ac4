"""A patient is discharged: in one act they leave every list there is, and the record stays readable."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from patients import access, services
from patients.forms.desk.people import HandOverForm, LeaveForm
from patients.models import (
    Assignment,
    AuditEntry,
    Discharge,
    Letter,
    Notice,
    NoticeKind,
    Patient,
    Role,
)
from patients.notices import digest, planning, rounds
from patients.selectors import desk
from patients.views.desk.caseload import everybody_at
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    return make.physio(name="Ruth Lindqvist")


@pytest.fixture
def tobias(ruth):
    """He is in the middle of a programme."""
    of = make.assignment(make.patient(by=ruth, name="Tobias Ek"), days=9)
    make.good_days(of, 5)
    return of.patient


@pytest.fixture
def later(stop_clock):
    """`later(days=3)`: so much time passes."""
    return lambda **time: stop_clock(clock.now() + dt.timedelta(**time))


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def words(answer):
    return " ".join(answer.content.decode().split())


def discharge(patient, reason="recovered", **how):
    return services.discharge(patient, reason=reason, by=patient.physio, now=clock.now(), **how)


def send(patient, text, by=None):
    services.send_message(patient, text, client_id=uuid.uuid4(), by=by or patient.user, now=clock.now())


def lists(physio, clinic):
    """Every list of patients and every count of them that there is: who or how many stand in it."""
    now, clinics = clock.now(), [clinic]
    physio = type(physio).objects.get(pk=physio.pk)
    everybody = everybody_at(now, physio, desk.Wanted())
    page = desk.caseload(everybody)
    [member] = [one for one in desk.team_of(clinic, now) if one.user == physio]
    admin = signed_in(physio).get(reverse("admin:patients_patient_changelist"))
    planned = [notice for rule in planning.RULES for _pk, made in rule(now) for notice in made()]
    return {
        "caseload": [row.patient.pk for row in page.rows],
        "groups": sum(group.count for group in page.groups),
        "alarms above it": page.alarms,
        "everybody as CSV": [line for line in desk.caseload_lines(everybody)[1] if "Tobias" in line],
        "side bar, to call": access.patients_to_call(physio),
        "side bar, unread": access.unread_messages(physio),
        "digest": sum(vars(digest.digest_counts(physio, now)).values()),
        "planned": planned,
        "hand over": list(HandOverForm(clinics, physio, desk.patients_of(physio, physio)).fields["patients"].queryset),
        "leaver": LeaveForm(physio.memberships.get(), [Role.PHYSIO]).patients,
        "team": member.patients,
        "administration": list(admin.context["cl"].result_list),
        "versions": [left for left in (Assignment.objects.active().in_care_of(physio))],
    }


@pytest.mark.parametrize("begun", [True, False])
def test_takes_the_patient_from_every_list_there_is(ruth, begun):
    patient = make.patient(by=ruth, name="Tobias Ek")
    if begun:
        make.assignment(patient, days=9)
    send(patient, "Thank you for everything.")
    make.reminded(patient, exercise=True, morning=True)
    before = lists(ruth, patient.clinic)
    assert before["caseload"] == [patient.pk] and before["side bar, unread"] == 1 and before["team"] == 1
    discharge(patient)
    assert {name: found for name, found in lists(ruth, patient.clinic).items() if found} == {}
    [row] = desk.caseload(everybody_at(clock.now(), ruth, desk.Wanted.of({"group": "discharged"}))).rows
    assert row.patient.pk == patient.pk and row.why == "Discharged: recovered."


def test_is_found_by_name_with_a_mark(ruth, tobias):
    discharge(tobias)
    page = words(signed_in(ruth).get(reverse("caseload") + "?q=tob"))
    assert "Tobias Ek" in page and "Discharged: recovered." in page
    assert "Tobias Ek" not in words(signed_in(ruth).get(reverse("caseload") + "?whose=clinic"))


def test_says_what_it_does_and_does_it(ruth, tobias):
    desk_of, address = signed_in(ruth), reverse("discharge", args=[tobias.public_id])
    assert "What happens at once" in words(desk_of.get(address))
    assert not Discharge.objects.exists()
    answer = desk_of.post(
        address, {"reason": "moved", "note": "To Lund.", "maintenance": "Go on twice a week."}, follow=True
    )
    page = words(answer)
    assert "Tobias Ek is discharged" in page and "To Lund." in page and "Take on again" in page
    assert reverse("make-invitation", args=[tobias.public_id]) not in page
    assert not tobias.assignments.active().exists()
    today = words(signed_in(tobias.user).get(reverse("today")))
    assert "Your care at" in today and "Go on twice a week." in today and "To Lund." not in today


@pytest.mark.parametrize("typed", [{}, {"reason": "bored"}, {"reason": "moved", "look": "look", "note": "To L"}])
def test_decides_nothing_by_the_return_key_or_without_a_reason(ruth, tobias, typed):
    answer = signed_in(ruth).post(reverse("discharge", args=[tobias.public_id]), typed)
    assert answer.status_code == (200 if "look" in typed else 422) and typed.get("note", "") in words(answer)
    assert not Discharge.objects.exists()


@pytest.mark.parametrize("alarm", ["tick", "words"])
def test_is_refused_while_an_alarm_is_open(ruth, tobias, alarm):
    if alarm == "tick":
        services.raise_flags(tobias, ["calf"], client_id=uuid.uuid4(), by=tobias.user, now=clock.now())
    else:
        send(tobias, "My foot is numb since yesterday, and I cannot hold my urine.")
    answer = signed_in(ruth).post(reverse("discharge", args=[tobias.public_id]), {"reason": "stopped"})
    assert answer.status_code == 422 and "has an open alarm" in words(answer)
    assert tobias.assignments.active().exists()


def test_an_alarm_that_comes_in_since_is_among_those_to_call(ruth, tobias):
    discharge(tobias)
    services.raise_flags(tobias, ["calf"], client_id=uuid.uuid4(), by=tobias.user, now=clock.now())
    page = words(signed_in(ruth).get(reverse("caseload")))
    assert "Open alarms" in page and "Tobias Ek" in page
    rounds.post(clock.now())
    assert [letter.to for letter in mail.outbox] == [[ruth.email]]


def test_ends_what_waits_for_the_patient(tobias):
    now = clock.now()
    token = services.invite(tobias, by=tobias.physio, now=now)
    calendar = services.make_calendar_link(tobias.user, by=tobias.user, now=clock.now())
    send(tobias, "See you on Monday.", by=tobias.physio)
    planning.plan(now)
    assert Notice.objects.filter(user=tobias.user, dropped_at=None).exists()
    discharge(tobias)
    planning.plan(clock.now())
    rounds.post(clock.now())
    assert not Notice.objects.filter(user=tobias.user, dropped_at=None).exists() and mail.outbox == []
    assert Client().post(reverse("join", args=[token])).status_code == 410
    assert Client().get(reverse("calendar-feed", args=[calendar])).status_code == 404


def test_leaves_reading_to_the_patient_and_takes_nothing_new(tobias):
    discharge(tobias)
    phone = signed_in(tobias.user)
    assert phone.get(reverse("history-paper")).status_code == 200
    assert phone.get(reverse("messages")).status_code == 200
    written = phone.post(reverse("messages"), {"client_id": uuid.uuid4(), "text": "Are you there?"})
    assert written.status_code == 422 and "has ended" in words(written) and "Are you there?" in words(written)
    for name in ("log-session", "record-morning", "say-away", "reminders"):
        assert phone.get(reverse(name)).url == reverse("today"), name
    assert "Reminders" not in words(phone.get(reverse("today")))


def test_takes_what_the_phone_had_from_before_and_nothing_of_days_since(tobias, later):
    of = tobias.assignments.get()
    discharge(tobias)
    before = clock.now()
    later(days=3)
    of = Assignment.objects.with_its_page().get(pk=of.pk)
    how = {"by": tobias.user, "now": clock.now()}
    assert services.log_session(of, make.entry(of, at=before), **how)[1]
    with pytest.raises(services.Refused, match="has ended"):
        services.log_session(of, make.entry(of, at=clock.now()), **how)


def test_is_undone_within_ten_minutes_with_the_programme_and_what_waited(ruth, tobias, later):
    send(tobias, "See you on Monday.", by=ruth)
    planning.plan(clock.now())
    discharge(tobias)
    with pytest.raises(services.Refused, match="discharged"):
        ending = tobias.assignments.get().endings.get()
        services.undo_decision(ending.assignment, f"end:{ending.pk}", by=ruth, now=clock.now())
    later(minutes=9)
    page = signed_in(ruth).post(reverse("undo-discharge", args=[tobias.public_id]), follow=True)
    assert "is in care as before" in words(page)
    assert tobias.assignments.active().exists() and not Discharge.objects.in_force().exists()
    assert Notice.objects.filter(user=tobias.user, kind=NoticeKind.MESSAGE, dropped_at=None).exists()
    discharge(tobias)
    later(minutes=11)
    page = signed_in(ruth).post(reverse("undo-discharge", args=[tobias.public_id]), follow=True)
    assert "can be undone no more" in words(page) and not tobias.assignments.active().exists()


def test_the_same_once_more_changes_nothing_and_another_reason_is_refused(tobias):
    first = discharge(tobias)
    assert discharge(tobias) == first
    with pytest.raises(services.Refused, match="already discharged"):
        discharge(tobias, "moved")
    with pytest.raises(services.Refused, match="discharged"):
        services.invite(tobias, by=tobias.physio, now=clock.now())


def test_cannot_be_assigned_anything_while_it_holds(tobias):
    version = tobias.assignments.get().version
    discharge(tobias)
    start = {"side": "left", "started_on": tobias.today(clock.now()), "intake_morning_pain": 2, "version": version}
    with pytest.raises(services.Refused, match="Take them on again"):
        services.assign_program(patient=tobias, by=tobias.physio, now=clock.now(), **start)
    assert AuditEntry.objects.filter(verb="patient.discharged.recovered", patient=tobias).count() == 1
    assert Patient.objects.current().count() == 0 and Letter.objects.count() == 0
