"""A session that seems to be saved already is stored and asked of; nothing adds up twice until that is answered."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from patients import engine, services
from patients.domain.dose import Dose
from patients.domain.todays_plan import Amount
from patients.models import AuditEntry
from patients.rows import with_key
from programs import clock
from tests import html, make

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def running():
    return make.assignment(days=3)


def log(of, *, minutes_ago=0, by=None, once_more=None, **changes):
    now = clock.now()
    entry = make.entry(of, at=now - minutes_ago * MINUTE, **changes)
    return services.log_session(of, entry, by=by or of.patient.user, now=now, once_more=once_more)[0]


def days(of):
    """{training day: (volume, worst pain)} as the rules read it."""
    read = engine.read(of, clock.now())
    return [(float(day.completion), day.pain) for day in read.days]


def answer(client, session, said, **headers):
    client.force_login(session.assignment.patient.user)
    return client.post(reverse("answer-double", args=[session.client_id]), {"twice": said}, headers=headers)


def page(client, of, name="today", *args):
    client.force_login(of.patient.user)
    return html.words_of(client.get(reverse(name, args=args)))


def test_stores_half_the_sets_of_the_same_minute_once_for_the_rules_and_their_worst_pain(running):
    log(running, sets=5, pain=1)
    double = log(running, sets=5, pain=4)
    assert (double.adds, running.sessions.valid().count(), days(running)) == (False, 2, [(0.5, 4)])


def test_asks_on_the_saved_page_on_today_and_among_the_entries(client, running):
    first = log(running, minutes_ago=2)
    double = log(running)
    question = f"Saved already at {first.performed_at.astimezone(running.patient.zone):%H:%M}. Once more?"
    for name, args in (("today", ()), ("session-saved", (double.client_id,))):
        assert question in page(client, running, name, *args)
    assert "perhaps saved twice" in page(client, running, "progress")
    client.force_login(running.patient.physio)
    desk = html.words_of(client.get(reverse("patient-page", args=[running.patient.public_id])))
    assert question in desk and "1 session may be saved twice" in desk


def test_counts_no_set_twice_on_today(client, running):
    log(running, sets=5)
    log(running, sets=5)
    page(client, running)
    assert client.get(reverse("today")).context["plan"].cards[0].done == 5


def test_counts_it_once_it_was_done_twice(client, running):
    log(running, sets=5)
    double = log(running, sets=5)
    assert answer(client, double, "yes").url == reverse("today")
    assert days(running) == [(1.0, 1)]
    assert "done once more" in page(client, running, "progress")


def test_takes_it_out_where_it_was_one_and_keeps_both_rows(client, running):
    log(running, sets=5, pain=3)
    double = log(running, sets=5, pain=2)
    answer(client, double, "no")
    double.refresh_from_db()
    assert (double.voided_by, double.void_reason[:11]) == (running.patient.user, "Saved twice")
    assert (running.sessions.count(), days(running)) == (2, [(0.5, 3)])


def test_keeps_the_higher_pain_of_the_two(client, running):
    log(running, pain=2)
    double = log(running, pain=6)
    answer(client, double, "no")
    assert "the higher pain of the two" in page(client, running)
    assert days(running) == [(1.0, 6)]
    assert engine.plan(running, clock.now()).amount is Amount.NOTHING


def test_says_the_same_again_and_refuses_another_answer(client, running):
    log(running)
    double = log(running)
    said = [answer(client, double, given, accept="application/json") for given in ("yes", "yes", "no", "perhaps")]
    assert [one.json()["status"] for one in said] == ["stored", "duplicate", "conflict", "conflict"]
    assert AuditEntry.objects.filter(verb__in=("session.twice", "session.one")).count() == 1


def test_answers_the_same_client_id_as_stored_before(running):
    now, entry = clock.now(), make.entry(running, at=clock.now())
    for _again in range(2):
        for once_more in (None, False):
            first, _created = services.log_session(
                running, entry, by=running.patient.user, now=now, once_more=once_more
            )
    assert (running.sessions.get(), first.repeats) == (first, None)


def test_counts_the_second_where_the_first_is_taken_out(running):
    first = log(running, sets=5)
    double, third = log(running, sets=5), log(running, sets=5)
    services.take_out(first, by=running.patient.user, now=clock.now())
    double.refresh_from_db()
    third.refresh_from_db()
    assert (double.adds, third.adds, third.repeats, days(running)) == (True, False, double, [(0.5, 1)])


def test_asks_again_of_one_that_was_the_same_as_what_is_taken_out(running):
    first = log(running, pain=1)
    double = log(running, pain=3)
    services.answer_double(double, twice=False, by=running.patient.user, now=clock.now())
    services.take_out(first, by=running.patient.user, now=clock.now())
    assert days(running) == [(1.0, 3)]


def test_asks_the_physio_in_the_same_form_before_anything_is_stored(client, running):
    log(running)
    client.force_login(running.patient.physio)
    data = {"client_id": uuid.uuid4(), "prescription": make.main_prescription(running).pk, "mode": "plan"}
    data |= {"variation": "heels-far", "pain_left": "2", "note": "Watched every set."}
    url = reverse("log-in-clinic", args=[running.patient.public_id])
    asked = client.post(url, data)
    assert asked.status_code == 422
    assert all(words in asked.content.decode() for words in ("Once more?", "Watched every set.", 'name="once_more"'))
    assert running.sessions.count() == 1
    client.post(url, data | {"once_more": "yes"})
    assert [row.adds for row in running.sessions.all()] == [True, True]


def test_is_settled_at_the_desk_with_a_reason_that_the_patient_reads(client, running):
    log(running)
    double = log(running)
    client.force_login(running.patient.physio)
    client.post(reverse("settle-double", args=[running.patient.public_id, double.client_id]), {"twice": "no"})
    assert "Saved twice: it is the session of" in page(client, running, "progress")


@pytest.mark.parametrize(("asked", "adds"), [(3, False), (10, True)])
def test_measures_a_whole_dose_by_what_was_asked(running, asked, adds):
    dose = Dose(make.main_prescription(running), asked, 10)
    log(running, minutes_ago=2, sets=3, dose=dose)
    assert log(running, sets=3, dose=dose).adds is adds


def test_is_told_to_other_rules_as_it_was_known(running):
    log(running, sets=5)
    double = log(running, sets=5)
    later = clock.now() + MINUTE
    services.answer_double(double, twice=True, by=running.patient.user, now=later)
    change = running.stage_changes.select_related("stage").get()
    assignment = type(running).objects.with_its_page().get(pk=running.pk)
    sessions = list(with_key(assignment.sessions.all()))
    assignment._prefetched_objects_cache = {"sessions": sessions}
    records = engine.records_of(assignment, change, ((1, change.started_on),), running.patient.today(later))
    volumes = [
        sorted(known.what.completion or 0 for known in records.sessions if known.at(at)) for at in (clock.now(), later)
    ]
    assert volumes == [[0, 0.5], [0.5, 0.5]]
