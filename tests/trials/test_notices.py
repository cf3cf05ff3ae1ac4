"""Notices at their worst: loops that are killed, and four weeks of a full caseload."""

import datetime as dt
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection

from patients import services
from patients.models import Message, Notice, NoticeKind, Patient, Review
from patients.notices import rounds, words
from programs import clock
from tests import make

NOTICES, LOOPS, KILLS = 400, 3, 6

# Loops that are killed ------------------------------------------------------------------------------------------------


@pytest.fixture
def waiting():
    """400 patients, each with a message to be told of."""
    assert connection.vendor == "postgresql", "several processes need a server: python tests/cluster.py -- pytest …"
    physio, now = make.physio(), clock.now()
    clinic = physio.memberships.get().clinic
    users = get_user_model().objects
    people = users.bulk_create(users.model(email=f"p{n}@example.org", name=f"P {n}") for n in range(NOTICES))
    patients = Patient.objects.bulk_create(
        Patient(clinic=clinic, physio=physio, user=one, name=one.name) for one in people
    )
    Message.objects.bulk_create(
        Message(patient=one, from_patient=False, text="Hello", at=now, by=physio) for one in patients
    )
    Notice.objects.bulk_create(Notice(user=one, kind=NoticeKind.MESSAGE, key="message:1", due_at=now) for one in people)
    return now


def loop(ledger, how="careful"):
    """A process that sends to the database of the test."""
    at = connection.settings_dict
    url = f"postgres://{at['USER']}@{at['HOST'].replace('/', '%2F')}:{at['PORT']}/{at['NAME']}"
    words = [sys.executable, "-m", "tests.trials.loop", str(ledger), how]
    return subprocess.Popen(words, env={**os.environ, "DATABASE_URL": url})


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def letters(ledger):
    return Counter(ledger.read_text().split()) if ledger.exists() else Counter()


@pytest.mark.django_db(transaction=True)
def test_each_notice_is_sent_at_most_once_by_loops_that_are_killed(waiting, tmp_path, figure):
    ledger, chance, killed = tmp_path / "ledger", random.Random(1), 0
    running = [loop(ledger) for _n in range(LOOPS)]
    while killed < KILLS:
        before = letters(ledger).total()
        until(lambda before=before: letters(ledger).total() >= before + 20 + chance.randrange(20))
        victim = running.pop(0)
        victim.send_signal(signal.SIGKILL)
        assert victim.wait() == -signal.SIGKILL
        killed += 1
        running.append(loop(ledger))
    assert [one.wait(120) for one in running] == [0] * LOOPS
    sent, lost = letters(ledger), Notice.objects.filter(sent_at=None)
    assert max(sent.values()) == 1
    assert lost.filter(claimed_at=None).count() == 0
    assert 0 < lost.count() <= KILLS
    assert NOTICES - KILLS <= sent.total() <= NOTICES
    figure("notices, loops at once, loops killed with SIGKILL", f"{NOTICES}, {LOOPS}, {KILLS}")
    figure("letters written", sent.total())
    figure("letters written twice", sum(count > 1 for count in sent.values()))
    figure("claimed by a loop that died, and to be read in the administration", lost.count())


@pytest.mark.django_db(transaction=True)
def test_loops_that_read_before_they_claim_send_twice(waiting, tmp_path, figure):
    ledger = tmp_path / "ledger"
    running = [loop(ledger, "careless") for _n in range(LOOPS)]
    assert [one.wait(120) for one in running] == [0] * LOOPS
    twice = sum(count > 1 for count in letters(ledger).values())
    figure("control, read and then claim: letters written twice", twice)
    assert twice


# Four weeks of a caseload ---------------------------------------------------------------------------------------------

PATIENTS, WEEKS = 120, 4
MONDAY = dt.date(2026, 3, 2)  # the clocks change on the last Sunday of the four weeks
LONDON = ZoneInfo("Europe/London")
HEALTH = re.compile(
    r"\b(pain|ache|hurt|tendon|hamstring|tendinopathy|sitting.bone|bridge|curl|exercise|morning|flare|stage|session|"
    r"log|message|physio|nrs|baseline|calf|numb|run|heel|rehab)",
    re.IGNORECASE,
)
NAMES = ("Hanna", "Yusuf", "Tobias", "Ines", "Dafydd", "Aoife", "Lucía", "Chidi")
TEXT = "My pain was 7 after the bridge on Tuesday. Hanna"


class Life:
    """One invented patient: how often a session is done, answered for and written about."""

    def __init__(self, number, physio, now):
        self.chance = random.Random(number)
        patient = make.patient(by=physio, name=f"{NAMES[number % len(NAMES)]} Patientname{number}")
        self.running = make.assignment(patient, days=self.chance.randrange(3, 25), stage=1 + number % 4, now=now)
        self.diligence = self.chance.choice((0.95, 0.8, 0.8, 0.5, 0.2))
        self.answers = self.chance.choice((0.95, 0.9, 0.5))
        reminders = {"exercise": self.chance.random() < 0.5, "morning": self.chance.random() < 0.5}
        make.reminded(patient, **reminders)

    def wakes(self, now):
        logged = self.running.sessions.valid().filter(local_date=now.date() - dt.timedelta(days=1)).exists()
        if logged and self.chance.random() < self.answers:
            make.morning(self.running, now=now, pain=self.chance.choice((1, 1, 1, 2, 2, 3, 5)))
        if self.chance.random() < 0.02:
            self.writes(self.running.patient.user, now)
        services.mark_seen(self.running.patient, by=self.running.patient.user, now=now)

    def trains(self, now):
        a_week = self.running.standing.stage.sessions_per_week
        if not self.running.standing.flag_kind and self.chance.random() < self.diligence * a_week / 7:
            pain = self.chance.choice((0, 1, 1, 2, 2, 2, 3, 3, 4, 6))
            make.session(self.running, now=now, hour=now.astimezone(dt.UTC).hour, pain=pain)
        if self.chance.random() < 0.003:
            ids = {"client_id": uuid.uuid4(), "by": self.running.patient.user, "now": now}
            services.raise_flags(self.running.patient, ["nerve"], **ids)

    def writes(self, by, now):
        services.send_message(self.running.patient, TEXT, client_id=uuid.uuid4(), by=by, now=now)


def looks_through(physio, lives, now):
    """What a physio does at noon on a working day: answers, calls, and decides half of what waits."""
    for life in lives:
        running = life.running
        running.standing.refresh_from_db()
        if running.patient.messages.filter(from_patient=True, seen_at=None).exists():
            services.mark_seen(running.patient, by=physio, now=now)
            life.writes(physio, now)
        for flag in running.patient.flags.open():
            services.close_flag(flag, words="Spoke about the pain of 7.", by=physio, now=now)
        review = running.standing.review
        asks = review and review.outcome in {"suggest_next", "step_back"} and not running.standing.quiet
        if asks and life.chance.random() < 0.5:
            decision = Review.Decision.ACCEPTED if review.target else Review.Decision.DECLINED
            try:
                services.decide(running, review, decision, by=physio, now=now, reason="Pain at most 3.")
            except services.Refused:
                running.standing.refresh_from_db()


@pytest.mark.django_db
def test_a_physio_of_120_patients_gets_few_notices_and_none_tells_of_health(figure, time_machine):
    physio = make.physio()
    began = dt.datetime.combine(MONDAY, dt.time(0, 30), LONDON)
    time_machine.move_to(began, tick=False)
    lives = [Life(number, physio, began) for number in range(PATIENTS)]
    for day in range(7 * WEEKS):
        lives_through(MONDAY + dt.timedelta(days=day), lives, physio, time_machine)
    sent = Notice.objects.exclude(sent_at=None)
    tells_of_no_health(sent)
    digests = sent.filter(user=physio, kind=NoticeKind.DIGEST)
    mine = Counter(one.due_at.astimezone(LONDON).isocalendar().week for one in digests)
    assert len(mine) == WEEKS
    assert max(mine.values()) <= 5
    assert not Notice.objects.filter(sent_at=None, dropped_at=None).exclude(due_at__gt=clock.now()).exists()
    figure("patients, weeks, sessions logged", f"{PATIENTS}, {WEEKS}, {sessions_of(lives)}")
    figure(
        "digests a week for the physio of all of them", f"{sum(mine.values()) / WEEKS:.1f} (most {max(mine.values())})"
    )
    alarms = sent.filter(user=physio, kind=NoticeKind.ALARM).count()
    assert alarms
    figure("alarms a week for the physio of all of them", f"{alarms / WEEKS:.1f}")
    for kind, label in NoticeKind.choices:
        count = sent.filter(kind=kind).exclude(user=physio).count()
        if count:
            figure(f"notices a patient and week: {label}", f"{count / PATIENTS / WEEKS:.2f}")
    figure("notices planned and then not needed", Notice.objects.exclude(dropped_at=None).count())
    figure("texts searched for health, with a match", f"{len(mail.outbox)}, 0")


def sessions_of(lives):
    return sum(life.running.sessions.count() for life in lives)


def lives_through(day, lives, physio, clock):
    """A day of everybody, with a round of notices every half hour from six to eleven at night."""
    for half_hour in range(12, 46):
        now = dt.datetime.combine(day, dt.time(half_hour // 2, 30 * (half_hour % 2)), LONDON)
        clock.move_to(now, tick=False)
        if half_hour == 16:
            for life in lives:
                life.wakes(now)
        if half_hour == 24 and day.isoweekday() < 6:
            looks_through(physio, lives, now)
        if half_hour == 37:
            for life in lives:
                life.trains(now)
        rounds.work(now)


def tells_of_no_health(sent):
    """Every letter that went out, and every payload that would have gone to a browser, searched word by word."""
    assert len(mail.outbox) == sent.count() > 1_000
    for letter in mail.outbox:
        said = re.sub(r"https?://\S+", "", f"{letter.subject}\n{letter.body}")
        named = [name for name in (*NAMES, "Patientname") if name in said]
        counts = re.sub(r"\d+ (to call|to decide|to chase|on track)", "", said)
        found = [*named, *HEALTH.findall(counts.replace("this morning", "")), *re.findall(r"\d", counts)]
        assert found == [], said
    payloads = [json.loads(words.payload_of(notice)) for notice in sent.select_related("user")]
    said = {(payload["text"], payload["open"]) for payload in payloads}
    assert said == {("One tap is waiting in your programme.", "/")}
    assert {tuple(payload["later"]) for payload in payloads} == {(), ("In 2 hours", "Not today")}


def test_the_search_finds_health():
    assert HEALTH.findall(TEXT) == ["pain", "bridge"]
