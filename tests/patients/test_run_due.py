import datetime as dt
import uuid

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.urls import reverse

from patients import engine, services
from patients.management.commands import run_due
from patients.models import Flag, Notice, Review, TrainingSession
from patients.notices import rounds
from patients.services import review
from patients.services.isolation import Isolation
from programs import clock
from programs.models import ProgramVersion
from programs.progression.schema import NotValid
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.by_day]


@pytest.fixture
def waiting():
    """Today's session is logged and its morning is not in yet, so 36 hours change the answer."""
    running = make.assignment(days=9)
    make.good_days(running, 4)
    make.session(running)
    assert running.standing.because == "morning_pending"
    return running


def test_answers_anew_when_time_alone_has_changed_the_answer(waiting):
    due = waiting.standing.due_at
    assert services.run_due(due - dt.timedelta(seconds=1)) == 0
    assert services.run_due(due) == 1
    waiting.standing.refresh_from_db()
    assert waiting.standing.because != "morning_pending"


def test_does_nothing_the_second_time(waiting):
    due = waiting.standing.due_at
    services.run_due(due)
    reviews = Review.objects.count()
    assert services.run_due(due) == 0
    assert Review.objects.count() == reviews


def test_leaves_ended_programmes_alone(waiting):
    services.end_assignment(waiting, by=waiting.patient.physio, now=clock.now())
    assert services.run_due(waiting.standing.due_at) == 0


def test_is_a_command(waiting, capsys):
    call_command("run_due")
    assert capsys.readouterr().out == "0 evaluated, 0 sent\n"


def test_is_not_needed_for_a_page_to_be_right(client, waiting, stop_clock):
    stop_clock(waiting.standing.due_at + dt.timedelta(minutes=1))
    client.force_login(waiting.patient.physio)
    page = client.get(reverse("patient-page", args=[waiting.patient.public_id])).context["page"]
    assert page.review.because != "morning_pending"


# One that fails -------------------------------------------------------------------------------------------------------


def unreadable(running):
    """Rules that name a metric which the engine no longer has; returns the assignment as a page would load it."""
    rules = running.version.rules
    rules["stages"][0]["criteria"] = [{"metric": "gone_metric", "operator": "gte", "value": 1}]
    ProgramVersion.objects.filter(pk=running.version_id).update(rules=rules)
    return again(running)


def again(running):
    return type(running).objects.with_its_page().get(pk=running.pk)


def now_due(running):
    now = clock.now()
    type(running.standing).objects.filter(assignment=running).update(due_at=now)
    return now


def flagged(running):
    return services.raise_flags(
        running.patient, ["saddle"], client_id=uuid.uuid4(), by=running.patient.user, now=clock.now()
    )


@pytest.fixture
def broken():
    return unreadable(make.assignment(days=9))


def test_says_which_rules_cannot_be_read(broken):
    with pytest.raises(NotValid):
        engine.ask(broken, clock.now())


def test_evaluates_the_others_where_one_cannot_be(waiting, caplog):
    other = make.assignment(make.patient(name="Zoe Adamou"), days=9)
    type(other.patient).objects.filter(pk=other.patient_id).update(time_zone="Mars/Base")
    due = waiting.standing.due_at
    type(other.standing).objects.filter(assignment=other).update(due_at=due - dt.timedelta(days=1))
    isolation = Isolation()
    assert services.run_due(due, isolation) == 1
    assert isolation.failed == 1
    assert f"assignment {other.pk} failed: " in caplog.text
    assert "Mars" not in caplog.text
    waiting.standing.refresh_from_db()
    assert waiting.standing.because != "morning_pending"


def test_tries_what_failed_again_after_ten_minutes_and_says_it_once_an_hour(broken, caplog):
    now, isolation = now_due(broken), Isolation()
    for minute in range(60):
        services.run_due(now + dt.timedelta(minutes=minute), isolation)
    assert isolation.failed == 6
    assert caplog.text.count("NotValid") == 1


def test_withholds_more_load_where_the_answer_has_grown_old(broken):
    review = broken.standing.review
    for table, row in ((Review, review), (type(broken.standing), broken.standing)):
        table.objects.filter(pk=row.pk).update(outcome="suggest_next")
    services.run_due(now_due(broken))
    standing = again(broken).standing
    assert (standing.outcome, standing.review) == ("", None)
    assert not Review.objects.open().exists()


def test_keeps_less_load_where_it_cannot_evaluate(broken):
    type(broken.standing).objects.filter(pk=broken.standing.pk).update(outcome="reduce")
    services.run_due(now_due(broken))
    assert again(broken).standing.outcome == "reduce"


@pytest.mark.parametrize("name", ["today", "guide-session", "progress", "patient-page", "caseload"])
def test_leaves_every_page_standing_where_the_rules_cannot_be_read(client, broken, name):
    now_due(broken)
    at_the_desk = name in ("patient-page", "caseload")
    client.force_login(broken.patient.physio if at_the_desk else broken.patient.user)
    address = reverse(name, args=[broken.patient.public_id] if name == "patient-page" else [])
    assert client.get(address).status_code == 200


def test_keeps_an_entry_where_the_rules_cannot_be_read(broken, caplog):
    make.session(broken)
    make.morning(broken)
    assert TrainingSession.objects.count() == broken.morning_checks.count() == 1
    assert "NotValid" in caplog.text
    assert "gone_metric" not in caplog.text


def test_stores_no_entry_where_the_database_refuses_the_answer(broken, monkeypatch):
    def refuses(*_words):
        raise OperationalError

    monkeypatch.setattr("patients.services.review.review_assignment", refuses)
    with pytest.raises(OperationalError):
        make.session(broken)
    assert not TrainingSession.objects.exists()


def test_tells_of_an_alarm_of_a_patient_whose_rules_cannot_be_read(broken):
    flagged(broken)
    assert again(broken).standing.flag_kind == "saddle"
    assert rounds.work(clock.now()) == 1
    assert [letter.to for letter in mail.outbox] == [[broken.patient.physio.email]]


def test_tells_of_an_alarm_before_it_evaluates_anybody(broken, monkeypatch):
    """And whatever becomes of that."""
    Flag.objects.create(patient=broken.patient, kind="calf", raised_at=clock.now(), raised_by=broken.patient.user)
    outbox = []

    def raises(*_words):
        outbox.extend(mail.outbox)
        raise MemoryError

    monkeypatch.setattr(services, "run_due", raises)
    with pytest.raises(CommandError, match="0 evaluated, 1 sent, 1 failed"):
        call_command("run_due")
    assert len(outbox) == 1
    assert Notice.objects.get().outcome == "e-mail"


def test_tells_of_an_alarm_between_two_evaluations(waiting, broken, monkeypatch):
    letters, loop, evaluate = [], run_due.Loop(), review.review_assignment
    now_due(waiting), now_due(broken)

    def evaluates(assignment, now, _told):
        letters.append(len(mail.outbox))
        loop.next_post = 0  # two seconds have passed
        if len(letters) == 1:
            Flag.objects.create(patient=broken.patient, kind="calf", raised_at=now, raised_by=broken.patient.user)
        return evaluate(assignment, now)

    monkeypatch.setattr(review, "review_assignment", evaluates)
    loop.turn()
    assert letters == [0, 1]
    assert mail.outbox[0].to == [broken.patient.physio.email]


def test_does_not_begin_the_post_within_the_post(monkeypatch):
    loop, depth = run_due.Loop(), []

    def post(now, isolation):
        depth.append(now)
        with isolation.job("letter", 1, now):
            pass
        return 1

    monkeypatch.setattr(rounds, "post", post)
    assert loop.post() == 1
    assert len(depth) == 1


# The loop -------------------------------------------------------------------------------------------------------------


class Stopped(Exception):
    pass


@pytest.fixture
def pauses(monkeypatch):
    """How long the loop paused, until it is stopped at the fourth time."""
    made = []

    def sleep(seconds):
        made.append(seconds)
        if len(made) == 4:
            raise Stopped

    monkeypatch.setattr(run_due.time, "sleep", sleep)
    return made


def lose_the_connection():
    """On PostgreSQL in truth."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    raise OperationalError("secret")


@pytest.mark.django_db(transaction=True)
def test_waits_for_a_lost_database_and_goes_on(waiting, monkeypatch, pauses, caplog):
    Flag.objects.create(patient=waiting.patient, kind="calf", raised_at=clock.now(), raised_by=waiting.patient.user)
    tell, lost = rounds.post, []

    def loses(*words):
        if len(lost) < 3:
            lost.append(True)
            lose_the_connection()
        return tell(*words)

    monkeypatch.setattr(rounds, "post", loses)
    if connection.vendor != "postgresql":
        monkeypatch.setattr(connection, "is_usable", lambda: False)
    with pytest.raises(Stopped):
        call_command("run_due", "--loop")
    assert pauses == [1, 2, 4, 2]
    assert "secret" not in caplog.text
    assert len(mail.outbox) == 1
