"""Logging and the caseload take the same number of queries, whatever has piled up."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from patients import services
from patients.domain.instruments import PAIN_AT_REST
from patients.models import TrainingSession
from programs import clock
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def queries(act):
    """The statements of `act`, transaction control left out."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return [row["sql"] for row in captured if not row["sql"].startswith(CONTROL)]


def log(client, of):
    data = {
        "client_id": uuid.uuid4(),
        "prescription": make.main_prescription(of).pk,
        "mode": "plan",
        "variation": "heels-far",
        "pain_left": "1",
    }
    statements = queries(lambda: client.post(reverse("log-session"), data))
    assert TrainingSession.objects.filter(client_id=data["client_id"]).exists()
    return statements


def pile_up(of, count):
    """`count` earlier sessions, three a day, written past the services because only their number matters here."""
    now = clock.now()
    TrainingSession.objects.bulk_create(
        TrainingSession(
            assignment=of,
            stage=of.standing.stage,
            client_id=uuid.uuid4(),
            logged_by=of.patient.user,
            received_at=now,
            time_zone="Europe/London",
            performed_at=now - dt.timedelta(days=1 + number // 3),
            local_date=(now - dt.timedelta(days=1 + number // 3)).date(),
            pain_left=1,
            completion=1,
            all_sets=True,
            variation="heels-far",
        )
        for number in range(count)
    )


def test_logs_in_12_queries_with_0_and_with_300_earlier_sessions(client):
    running = make.assignment(days=120)
    client.force_login(running.patient.user)
    first = log(client, running)
    pile_up(running, 300)
    later = log(client, running)
    assert len(first) == len(later), "\n".join([*first, "---", *later])
    assert len(later) <= 12, "\n".join(later)


@pytest.mark.parametrize(
    ("name", "asked"),
    [("today", 13), ("log-session", 9), ("log-session?exercise", 8), ("progress", 12), ("programme", 13)],
)
def test_opens_a_page_of_the_phone_in_as_many_queries_with_10_and_with_310_sessions(client, name, asked):
    running = make.assignment(days=120)
    name, of_one, _rest = name.partition("?exercise")
    url = reverse(name) + (f"{of_one}={make.main_prescription(running).pk}" if of_one else "")  # as Today leads there
    pile_up(running, 10)
    client.force_login(running.patient.user)
    client.get(url)
    first = queries(lambda: client.get(url))
    pile_up(running, 300)
    later = queries(lambda: client.get(url))
    assert len(first) == len(later) == asked, "\n".join([*first, "---", *later])


@pytest.mark.parametrize(("name", "asked"), [("today", 13), ("progress", 12)])
def test_opens_them_in_as_many_whatever_was_entered_and_decided(client, name, asked):
    running, now = make.assignment(days=120, stage=2), clock.now()
    physio = running.patient.physio
    make.good_days(running, 3)
    for kind in ("run", "sit"):
        make.activity(running, kind=kind)
    services.set_line(running, kind="running", text="Easy and flat", by=physio, now=now)
    services.give_directive(running, kind="ceiling", value=2, reason="Careful.", by=physio, now=now)
    services.ask_measure(running, kind="pain_rest", by=physio, now=now)
    client.force_login(running.patient.user)
    client.get(reverse(name))
    statements = queries(lambda: client.get(reverse(name)))
    assert len(statements) == asked, "\n".join(statements)


@pytest.mark.parametrize("count", [5, 150])
def test_opens_the_caseload_in_6_queries(client, count):
    physio = make.physio()
    for number in range(count):
        make.assignment(of=make.patient(by=physio, name=f"Patient {number}"), days=3)
    client.force_login(physio)
    client.get(reverse("caseload"))  # finds the places that the loop would have kept
    statements = queries(lambda: client.get(reverse("caseload")))
    assert len(statements) == 6, "\n".join(statements)


@pytest.mark.parametrize("count", [1, 30])
def test_opens_the_caseload_in_14_queries_while_alarms_are_open(client, count):
    physio, now = make.physio(), clock.now()
    for number in range(count):
        patient = make.patient(by=physio, name=f"Patient {number}")
        make.assignment(of=patient, days=3)
        services.raise_flags(patient, ["calf"], client_id=uuid.uuid4(), by=patient.user, now=now)
    client.force_login(physio)
    client.get(reverse("caseload"))
    statements = queries(lambda: client.get(reverse("caseload")))
    assert len(statements) == 14, "\n".join(statements)


def open_patient(client, of):
    client.force_login(of.patient.physio)
    url = reverse("patient-page", args=[of.patient.public_id])
    client.get(url)
    return queries(lambda: client.get(url))


def test_opens_a_patient_in_22_queries_with_10_and_with_300_sessions(client):
    for count in (10, 300):
        running = make.assignment(days=120)
        pile_up(running, count)
        statements = open_patient(client, running)
        assert len(statements) == 22, "\n".join(statements)


def test_opens_a_patient_of_whom_there_is_more_to_say_in_25_queries(client):
    running, now = make.assignment(days=120), clock.now()
    pile_up(running, 10)
    desk = {"by": running.patient.physio, "now": now}
    services.change_dose(running, make.main_prescription(running), sets=8, target=10, reason="Less.", **desk)
    services.ask_measure(running, PAIN_AT_REST, **desk)
    services.raise_flags(running.patient, ["calf"], client_id=uuid.uuid4(), by=running.patient.user, now=now)
    services.close_flag(running.patient.flags.get(), **desk, words="Well done.")
    statements = open_patient(client, running)
    assert len(statements) == 25, "\n".join(statements)


@pytest.mark.parametrize("name", ["today", "log-session", "record-morning", "progress", "programme"])
def test_asks_for_all_guidance_of_a_page_at_once(client, name):
    running = make.assignment(days=3)
    client.force_login(running.patient.user)
    statements = queries(lambda: client.get(reverse(name)))
    assert sum('FROM "programs_guidance"' in one for one in statements) == 1, "\n".join(statements)
