"""How long a what-if takes: over 10,000 histories in memory, and over rows beside a plain read of the same rows."""

import datetime as dt
import os
import random
import resource
import time
from dataclasses import replace

import pytest

from patients.domain.engine_input import Known
from patients.models import MorningCheck, TrainingSession
from patients.what_if.counts import Counts, count_patients
from patients.what_if.figures import groups_of, total_of
from patients.what_if.logged_stages import logged_stages_of, patients_with, places_of
from patients.what_if.replay import LoggedStage, answers
from patients.what_if.running import count_all, counted
from programs import clock
from programs.editor.publishing import duplicate
from programs.gate import rules_of
from programs.progression import MorningCheck as Morning
from programs.progression import Rules, Safety, Session, StageRules, evaluate, stored
from tests import make
from tests.trials.test_speed import seconds

HISTORIES = 10_000
STAGES, SESSIONS = 3, 40
DAY = dt.timedelta(days=1)
START = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
GATE = {"run_length": 5, "window_days": 14, "min_days": 7, "pain_max": 3, "morning_max": 3, "rise_max": 1}
PUBLISHED = Rules("three-stages", 1, Safety(), tuple(StageRules(n, **GATE) for n in range(1, STAGES + 1)))
DRAFT = replace(PUBLISHED, version=2, stages=tuple(replace(stage, run_length=4) for stage in PUBLISHED.stages))


def patient(seed):
    """Somebody who logs 40 sessions in three stages, mostly calm, with a morning for most of them."""
    chance, day, records = random.Random(seed), START.date(), []
    for number in range(SESSIONS):
        day += chance.choice((1, 1, 2, 3)) * DAY
        records.append((number * STAGES // SESSIONS + 1, session(day, chance), morning(day + DAY, chance)))
    begins = {1: START}
    for stage in range(2, STAGES + 1):
        last = max(one.what.day for position, one, _morning in records if position == stage - 1)
        begins[stage] = at(last + DAY, 12)
    ends = at(day + 2 * DAY, 12)
    return [stretch(stage, begins, ends, records) for stage in begins]


def stretch(stage, begins, ends, records):
    """Volume is said of the sessions of this stage alone."""
    sessions = tuple(
        one if position == stage else replace(one, what=replace(one.what, completion=None))
        for position, one, _morning in records
    )
    return LoggedStage(
        stage=stage,
        stage_started=begins[stage].date(),
        begins=begins[stage],
        ends=begins.get(stage + 1, ends),
        followed_until=ends,
        time_zone="Europe/London",
        affected_side="left",
        baseline=1.0,
        sessions=sessions,
        mornings=tuple(one for _position, _session, one in records if one),
    )


def session(day, chance):
    pain = chance.choices((1, 2, 3, 4, 6), (4, 5, 4, 2, 0.4))[0]
    done = {"completion": 1.0, "all_sets": True, "symmetry": 1.0, "technique_ok": True, "id": day.isoformat()}
    return Known(Session(at=at(day, 18), day=day, pain_during=pain, **done), at(day, 18, 5))


def morning(day, chance):
    pain = chance.choices((0, 1, 2, 3, 5), (3, 4, 4, 1, 0.3))[0]
    return Known(Morning(day, pain), at(day, 7, 30)) if chance.random() < 0.85 else None


def at(day, hour, minute=0):
    return dt.datetime.combine(day, dt.time(hour, minute), dt.UTC)


def test_replays_10000_histories(figure):
    workers = os.cpu_count()
    jobs = ((20, [patient(seed) for seed in range(first, first + 20)]) for first in range(0, HISTORIES, 20))
    counts, began, spent = Counts(), time.perf_counter(), children()
    for _size, part in counted(PUBLISHED, DRAFT, jobs, workers):
        counts.add(part)
    taken, spent = time.perf_counter() - began, children() - spent
    total = total_of(counts)
    figure(f"patients of {SESSIONS} sessions in {STAGES} stages, replayed under two sets of rules", total.patients)
    figure(f"time with {workers} processes", f"{taken / 60:.1f} minutes")
    figure("time of the processor for one patient", f"{1000 * spent / HISTORIES:.0f} ms")
    assert total.patients == HISTORIES
    assert total.histories == HISTORIES * STAGES
    assert total.earlier > total.later
    assert len(groups_of(counts)) == STAGES
    assert spent < 3600


def children():
    """Seconds of the processor that processes started here, and ended, have used."""
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def work(act):
    """Seconds of the processor, the least of three rounds: others on the machine do not count."""
    taken = []
    for _round in range(3):
        began = time.process_time()
        act()
        taken.append(time.process_time() - began)
    return min(taken)


def test_replays_for_less_than_asking_at_every_log(figure):
    """Beside the full answer, with its findings and deadline, that each log of those histories was given."""
    patients = [patient(seed) for seed in range(10)]
    logs = [(lived, moment) for stretches in patients for lived in stretches for moment in lived.moments]

    def ask():
        for lived, moment in logs:
            evaluate(PUBLISHED, lived.history(moment, lived.circumstances(moment)))

    asking = work(ask)
    replaying = work(lambda: count_patients(PUBLISHED, PUBLISHED, patients))
    both = work(lambda: count_patients(PUBLISHED, DRAFT, patients))
    spoken = sum(1 for stretches in patients for lived in stretches for _answer in answers(PUBLISHED, lived))
    figure("logs answered one by one, a second", round(len(logs) / asking))
    figure("answers of a replay a second", round(spoken / replaying))
    figure("a replay against answering every log in full", f"{replaying / asking:.2f} times")
    figure("two sets of rules against one", f"{both / replaying:.2f} times")
    assert replaying < asking


@pytest.mark.django_db
def test_reads_rows_in_a_small_part_of_the_time(figure):
    physio = make.physio()
    for number in range(12):
        logged(make.assignment(make.patient(by=physio, name=f"Person {number}"), now=START), number)
    version, now = make.version(), clock.now()
    draft = duplicate(version)
    draft.stages.filter(position=1).update(run_length=3)
    ids = list(patients_with(version.program_id, now))
    rules = stored.rules_from_json(version.rules), rules_of(draft)
    places = places_of(version), places_of(draft)
    plain = seconds(lambda: (list(TrainingSession.objects.all()), list(MorningCheck.objects.all())), 5)
    reading = seconds(lambda: list(logged_stages_of(version.program_id, ids, now, *places)), 5)
    whole = seconds(lambda: count_all(*rules, (version, draft), now), 3)
    figure("sessions and mornings read", TrainingSession.objects.count() + MorningCheck.objects.count())
    figure("reading histories against a plain read of the same rows", f"{reading / plain:.1f} times")
    figure("reading, of a whole what-if", f"{100 * reading / whole:.0f} %")
    assert reading < whole / 2


def logged(of, seed):
    """The sessions and mornings of a patient above, as rows of stage 1."""
    entry = {"assignment": of, "logged_by": of.patient.user, "time_zone": "Europe/London"}
    last = patient(seed)[-1]
    done = {"completion": 1, "all_sets": True, "variation": "heels-far", "stage": of.standing.stage}
    TrainingSession.objects.bulk_create(
        TrainingSession(
            **entry,
            **done,
            performed_at=one.what.at,
            received_at=one.since,
            local_date=one.what.day,
            pain_left=one.what.pain_during,
        )
        for one in last.sessions
    )
    MorningCheck.objects.bulk_create(
        MorningCheck(**entry, on=one.what.on, received_at=one.since, pain_left=one.what.pain) for one in last.mornings
    )
