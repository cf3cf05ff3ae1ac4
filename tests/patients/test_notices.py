import datetime as dt
import itertools
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command

from patients import services
from patients.models import DirectiveKind, Letter, LineKind, Notice, NoticeKind, PlanLine
from patients.notices import outbox, planning, rounds, sending
from patients.notices.times import after_quiet, instant, is_quiet, put_off_to
from patients.selectors import exercise_days
from patients.services.isolation import Isolation
from patients.services.notice import claim_notice
from tests import make

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
NOON = dt.datetime(2026, 3, 11, 12, tzinfo=LONDON)  # a Wednesday
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def noon(stop_clock):
    stop_clock(NOON)


@pytest.fixture
def running():
    """Five days in stage 1, whose plan is every day; the last session was yesterday."""
    made = make.assignment(days=5, now=NOON)
    make.session(made, days_ago=1, now=NOON)
    services.set_reminders(made.patient.physio, {"digest": "never"}, by=made.patient.physio)
    make.reminded(made.patient)
    return made


def wants(running, **values):
    make.reminded(running.patient, **values)


def letters_to(running):
    return [letter for letter in mail.outbox if letter.to == [running.patient.user.email]]


def kinds():
    return list(Notice.objects.exclude(sent_at=None).values_list("kind", flat=True))


def outcomes():
    return list(Notice.objects.values_list("kind", "outcome"))


def at(hour, minute=0, day=TODAY, zone=LONDON):
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=zone)


# Exercise days --------------------------------------------------------------------------------------------------------


def test_are_off_until_the_patient_turns_them_on(running):
    for hour in range(24):
        rounds.work(at(hour))
    assert not Notice.objects.exists()


def test_reminds_at_the_time_that_was_chosen_and_once(running):
    wants(running, exercise=True, exercise_at=dt.time(17, 30))
    assert rounds.work(at(17, 29)) == 0
    assert rounds.work(at(17, 30)) == 1
    assert rounds.work(at(17, 31)) == 0
    assert [one.to for one in mail.outbox] == [[running.patient.user.email]]


def test_does_not_remind_of_what_is_done(running):
    wants(running, exercise=True, exercise_at=dt.time(17, 30))
    make.session(running, now=NOON)
    assert rounds.work(at(17, 30)) == 0
    assert outcomes() == [("exercise", "no exercise day")]


@pytest.mark.parametrize("stage", [3])
def test_leaves_rest_days_alone(stage):
    running = make.assignment(days=10, stage=stage, now=NOON)
    assert running.standing.stage.sessions_per_week <= 3
    make.session(running, days_ago=1, now=NOON)
    wants(running, exercise=True)
    assert rounds.work(at(17)) == 0
    assert rounds.work(at(17, day=TODAY + DAY)) == 1


def test_sends_no_reminder_late(running):
    wants(running, exercise=True, exercise_at=dt.time(9, 0))
    assert rounds.work(at(11, 1)) == 0
    assert not Notice.objects.exists()
    wants(running, exercise_at=dt.time(13, 0))
    rounds.plan(at(13))
    assert rounds.send(at(15, 1)) == 0
    assert outcomes() == [("exercise", "too late")]


def test_never_reminds_in_the_quiet_hours(running):
    wants(running, exercise=True, exercise_at=dt.time(22, 0))
    for hour in range(24):
        rounds.work(at(hour))
    assert not Notice.objects.exists()


def test_stops_when_nothing_was_logged_for_two_weeks(running):
    wants(running, exercise=True, exercise_at=dt.time(17, 0))
    sent = [rounds.work(at(17, day=TODAY + n * DAY)) for n in range(30)]
    assert sum(sent) == 14
    assert sum(sent[14:]) == 0


def test_reminds_on_the_weekdays_that_were_chosen(running):
    wants(running, exercise=True, exercise_at=dt.time(17, 30), exercise_days="457")  # today is a Wednesday
    wants(running, morning=True, morning_at=dt.time(7, 30), morning_days="3")
    sent = {day: rounds.work(at(17, 30, day=TODAY + day * DAY)) for day in range(7)}
    assert [day for day, count in sent.items() if count] == [1, 2, 4]
    assert rounds.work(at(7, 30, day=TODAY + 7 * DAY)) == 0, "nothing was logged the day before"


def puts_off(running, to):
    services.put_off_reminders(running.patient.user, to, by=running.patient.user)


def test_comes_once_more_when_it_was_put_off_after_it_came(running):
    wants(running, exercise=True, exercise_at=dt.time(17, 30))
    assert rounds.work(at(17, 30)) == 1
    puts_off(running, at(19, 32))
    assert rounds.work(at(19, 31)) == 0
    assert rounds.work(at(19, 32)) == 1
    assert rounds.work(at(19, 40)) == 0
    assert rounds.work(at(17, 30, day=TODAY + DAY)) == 1


def test_waits_until_then_when_it_was_put_off_before(running):
    wants(running, exercise=True, exercise_at=dt.time(17, 30))
    rounds.plan(at(17, 30))
    puts_off(running, at(19, 32))
    assert rounds.send(at(17, 31)) == 0
    assert outcomes() == [("exercise", "put off")]
    assert rounds.work(at(19, 32)) == 1


def test_does_not_remind_of_what_was_done_since_it_was_put_off(running):
    wants(running, exercise=True, exercise_at=dt.time(17, 30))
    puts_off(running, at(19, 32))
    make.session(running, now=at(18))
    assert rounds.work(at(19, 32)) == 0


def test_reminds_no_more_on_a_day_that_was_put_off_whole(running):
    wants(running, exercise=True, exercise_at=dt.time(17, 30), morning=True, morning_at=dt.time(7, 30))
    puts_off(running, at(0, day=TODAY + DAY))
    assert [rounds.work(at(hour, 30)) for hour in (7, 9, 17, 23)] == [0, 0, 0, 0]
    make.session(running, now=at(20))
    assert rounds.work(at(7, 30, day=TODAY + DAY)) == 1


def test_leaves_a_later_reminder_where_it_is(running):
    wants(running, exercise=True, exercise_at=dt.time(17, 30), morning=True, morning_at=dt.time(7, 30))
    puts_off(running, at(9, 40))
    assert [rounds.work(at(*time)) for time in ((7, 30), (9, 30), (9, 40), (17, 30))] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("now", "hours", "to"),
    [
        ((17, 0), 2, (19, 0, TODAY)),
        ((19, 30), 2, (0, 0, TODAY + DAY)),  # that would be in the quiet hours
        ((23, 0), 2, (0, 0, TODAY + DAY)),
        ((9, 0), None, (0, 0, TODAY + DAY)),
    ],
)
def test_puts_off_within_the_day_and_outside_the_quiet_hours(now, hours, to):
    given = put_off_to(at(*now), hours and hours * HOUR, LONDON, dt.time(21), dt.time(7))
    hour, minute, day = to
    assert given == at(hour, minute, day=day)


# Who is asked nothing -------------------------------------------------------------------------------------------------


def flagged(running):
    services.raise_flags(running.patient, ["calf"], client_id=uuid.uuid4(), by=running.patient.user, now=NOON)


def away(running):
    week = {"from_on": TODAY, "to_on": TODAY + 7 * DAY}
    services.say_away(running, **week, by=running.patient.user, now=NOON)


def paused(running):
    physio = running.patient.physio
    services.give_directive(running, DirectiveKind.PAUSE, 1, reason="Operation.", by=physio, now=NOON)


def ended(running):
    services.end_assignment(running, by=running.patient.physio, now=NOON)


def irritated(running):
    make.session(running, days_ago=1, now=NOON, pain=9, stopped_for_pain=True)
    assert running.standing.outcome == "reduce"


def told_otherwise(running):
    kind, by = LineKind.FREQUENCY, running.patient.physio
    PlanLine.objects.create(assignment=running, kind=kind, text="Mondays and Fridays", at=NOON, by=by)


def declined(running):
    wants(running, exercise=False, morning=False)


@pytest.mark.parametrize("state", [flagged, away, paused, ended, irritated, told_otherwise, declined])
def test_asks_for_no_exercise(running, state):
    wants(running, exercise=True, exercise_at=dt.time(17, 0))
    state(running)
    running.refresh_from_db()
    before = len(letters_to(running))
    for n in range(3):
        rounds.work(at(17, day=TODAY + n * DAY))
    assert len(letters_to(running)) == before
    assert state is declined or exercise_days(running, NOON, days=3) == []


# Mornings -------------------------------------------------------------------------------------------------------------


def test_asks_the_morning_after_a_session_and_once_more(running):
    wants(running, morning=True, morning_at=dt.time(7, 30))
    assert [rounds.work(at(*time)) for time in ((7, 30), (8, 30), (9, 29), (9, 30), (10, 30))] == [1, 0, 0, 1, 0]


def test_does_not_ask_again_when_it_was_answered(running):
    wants(running, morning=True, morning_at=dt.time(7, 30))
    rounds.work(at(7, 30))
    make.morning(running, now=at(8))
    assert rounds.work(at(9, 30)) == 0
    assert outcomes()[-1] == ("morning", "answered")


def test_does_not_ask_after_a_day_without_a_session(running):
    wants(running, morning=True, morning_at=dt.time(7, 30))
    assert rounds.work(at(7, 30, day=TODAY + DAY)) == 0


# News -----------------------------------------------------------------------------------------------------------------


def write(running, text="Front crawl is fine.", now=NOON):
    patient = running.patient
    services.send_message(patient, text, client_id=uuid.uuid4(), by=patient.physio, now=now)


def test_says_once_that_messages_wait(running):
    write(running)
    assert rounds.work(NOON + MINUTE) == 1
    write(running, "And cycling.", NOON + MINUTE)
    assert rounds.work(NOON + 2 * MINUTE) == 0
    services.mark_seen(running.patient, by=running.patient.user, now=NOON + HOUR)
    write(running, "Ask again.", NOON + 2 * HOUR)
    assert rounds.work(NOON + 2 * HOUR) == 1
    assert kinds() == ["message", "message"]


def test_keeps_news_until_the_quiet_hours_are_over(running):
    late = at(22, 15)
    write(running, now=late)
    assert rounds.work(late) == 0
    morning = at(7, day=TODAY + DAY)
    assert rounds.work(morning - MINUTE) == 0
    assert rounds.work(morning) == 1


def test_is_silent_about_a_message_that_was_read_meanwhile(running):
    write(running, now=at(22))
    rounds.work(at(22))
    services.mark_seen(running.patient, by=running.patient.user, now=at(22, 30))
    assert rounds.work(at(7, day=TODAY + DAY)) == 0
    assert outcomes() == [("message", "read")]


def test_tells_of_a_decision_but_not_of_the_first_stage(running):
    rounds.work(NOON)
    assert kinds() == []
    stage = running.version.stages.get(position=2)
    services.change_stage(running, stage, by=running.patient.physio, reason="Calm.", now=NOON + MINUTE)
    assert rounds.work(NOON + 10 * MINUTE) == 0
    assert rounds.work(NOON + 11 * MINUTE) == 1
    assert kinds() == ["stage"]


def test_tells_nobody_who_wants_neither_e_mail_nor_notes(running):
    wants(running, by_email=False)
    write(running)
    assert rounds.work(NOON) == 0
    assert outcomes() == [("message", "not agreed")]


# An alarm -------------------------------------------------------------------------------------------------------------


def test_tells_the_physio_of_an_alarm_at_once_and_names_nobody(running):
    services.raise_flags(running.patient, ["calf", "pop"], client_id=uuid.uuid4(), by=running.patient.user, now=NOON)
    assert rounds.work(NOON + MINUTE) == 1
    assert rounds.work(NOON + 2 * MINUTE) == 0
    [letter] = mail.outbox
    assert (letter.subject, letter.to) == ("Somebody needs a call", [running.patient.physio.email])
    assert "/caseload/" in letter.body
    said = (letter.subject + letter.body).lower()
    assert not [word for word in (*running.patient.name.lower().split(), "calf", "pop") if word in said]


def test_tells_of_an_alarm_at_night_and_of_each_new_one(running):
    for hour in (2, 3):
        services.raise_flags(running.patient, ["calf"], client_id=uuid.uuid4(), by=running.patient.user, now=at(hour))
        rounds.work(at(hour, 1))
    assert len(mail.outbox) == 2


def test_tells_the_clinic_of_an_alarm_when_the_physio_has_left(running):
    colleague = make.physio(running.patient.clinic, "Ruth Lindqvist")
    running.patient.physio.memberships.update(left_at=NOON)
    flagged(running)
    rounds.work(NOON)
    assert [letter.to for letter in mail.outbox] == [[colleague.email]]


def test_tells_of_no_alarm_that_was_closed_meanwhile(running):
    flagged(running)
    rounds.plan(NOON)
    for flag in running.patient.flags.open():
        services.close_flag(flag, words="Called.", by=running.patient.physio, now=NOON)
    assert rounds.send(NOON + MINUTE) == 0
    assert outcomes() == [("alarm", "closed")]


# What is over ---------------------------------------------------------------------------------------------------------


def test_forgets_a_notice_after_ninety_days(running):
    flagged(running)
    rounds.work(NOON)
    assert rounds.work(NOON + 90 * DAY - MINUTE) == 0
    assert Notice.objects.count() == 1
    rounds.work(NOON + 90 * DAY)
    assert not Notice.objects.exists()


def test_keeps_the_notice_of_a_letter_that_waits(running, settings):
    settings.EMAIL_BACKEND = "patients.notices.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 1
    flagged(running)
    rounds.work(NOON)
    isolation = Isolation()
    rounds.work(NOON + 91 * DAY, isolation)
    assert isolation.failed == 0
    assert Letter.objects.waiting().filter(notice__kind="alarm").exists()


# The digest -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def physio(running):
    services.set_reminders(running.patient.physio, {"digest": "day"}, by=running.patient.physio)
    flagged(running)
    return running.patient.physio


def days_with_a_digest():
    sent = Notice.objects.filter(kind=NoticeKind.DIGEST).exclude(sent_at=None)
    return [one.due_at.astimezone(LONDON).isoweekday() for one in sent]


def test_comes_on_working_days_and_counts_without_names(physio, running):
    for n in range(7):
        rounds.work(at(7, 30, day=TODAY + n * DAY))
    assert sorted(days_with_a_digest()) == [1, 2, 3, 4, 5]
    letter = mail.outbox[0]
    assert "1 to call, 0 to decide, 0 to chase, 0 on track." in letter.body
    assert running.patient.name.split()[0] not in letter.subject + letter.body


def test_comes_on_mondays_for_who_wants_it_weekly(physio):
    services.set_reminders(physio, {"digest": "week"}, by=physio)
    for n in range(14):
        rounds.work(at(7, 30, day=TODAY + n * DAY))
    assert days_with_a_digest() == [1, 1]


def test_does_not_come_when_there_is_nothing_to_do(running):
    services.set_reminders(running.patient.physio, {"digest": "day"}, by=running.patient.physio)
    assert rounds.work(at(7, 30)) == 0
    assert outcomes() == [("digest", "nothing to do")]


def test_does_not_come_to_who_has_left(physio):
    rounds.plan(at(7, 30))
    physio.memberships.update(left_at=NOON)
    assert rounds.send(at(7, 31)) == 0


# At most once ---------------------------------------------------------------------------------------------------------


def test_is_claimed_by_one(running):
    notice = Notice.objects.create(user=running.patient.user, kind="stage", key="x", due_at=NOON)
    assert [claim_notice(notice, NOON) for _loop in range(3)] == [True, False, False]


def test_is_not_sent_again_when_the_claim_died(running):
    Notice.objects.create(user=running.patient.user, kind="stage", key="x", due_at=NOON, claimed_at=NOON)
    assert rounds.send(NOON + MINUTE) == 0
    assert mail.outbox == []


def test_is_part_of_run_due(running, capsys, stop_clock):
    write(running)
    stop_clock(NOON + MINUTE)
    call_command("run_due")
    assert capsys.readouterr().out.endswith("1 sent\n")


# One that fails -------------------------------------------------------------------------------------------------------


def lives_on_mars(running):
    type(running.patient).objects.filter(pk=running.patient_id).update(time_zone="Mars/Base")


@pytest.fixture
def other():
    made = make.assignment(make.patient(name="Zoe Adamou"), days=5, now=NOON)
    make.reminded(made.patient)
    services.set_reminders(made.patient.physio, {"digest": "never"}, by=made.patient.physio)
    return made


def reminded(running):
    wants(running, exercise=True, exercise_at=dt.time(12, 1))


def moved(running):
    stage = running.version.stages.get(position=2)
    services.change_stage(running, stage, by=running.patient.physio, reason="Calm.", now=NOON - 10 * MINUTE)


@pytest.mark.parametrize("happens", [write, reminded, moved])
@pytest.mark.parametrize("order", [1, -1])
def test_plans_for_the_others_where_it_cannot_for_one(running, other, happens, order, caplog):
    for one in (running, other)[::order]:
        happens(one)
    lives_on_mars(running)
    assert rounds.work(NOON + MINUTE) == 1
    assert [letter.to for letter in mail.outbox] == [[other.patient.user.email]]
    assert "ZoneInfoNotFoundError" in caplog.text
    assert "Mars" not in caplog.text


def test_plans_the_digest_of_the_others_where_a_clinic_has_no_time(physio, running, caplog):
    bad = make.physio(name="Ruth Lindqvist")
    bad.memberships.get().clinic.__class__.objects.filter(memberships__user=bad).update(time_zone="Mars/Base")
    rounds.work(at(7, 30))
    assert list(Notice.objects.filter(kind="digest").values_list("user", flat=True)) == [physio.pk]
    assert "ZoneInfoNotFoundError" in caplog.text


@pytest.mark.parametrize("rule", planning.RULES)
def test_plans_by_the_other_rules_where_one_fails(running, monkeypatch, rule):
    def fails(now):
        raise RuntimeError
        yield

    monkeypatch.setattr(planning, "RULES", [fails if one is rule else one for one in planning.RULES])
    write(running)
    flagged(running)
    rounds.plan(NOON)
    planned = {"alarm", "message"} - {rule.__name__.removesuffix("s")}
    assert set(Notice.objects.values_list("kind", flat=True)) == planned


WHERE = {
    "wanted": (sending, "why_not", []),
    "words": (outbox.words, "letter_of", ["failed: LookupError"]),
}


@pytest.mark.parametrize(("module", "name", "outcome"), WHERE.values(), ids=WHERE)
def test_sends_the_others_where_one_raises(running, other, monkeypatch, caplog, module, name, outcome):
    for one in (running, other):
        write(one)
    act = getattr(module, name)

    def fails(*words):
        said = [getattr(word, "user", word) for word in words]
        if running.patient.user in said or running.patient.user.email in said:
            raise LookupError("Hanna")
        return act(*words)

    monkeypatch.setattr(module, name, fails)
    assert rounds.work(NOON) == 1
    assert rounds.work(NOON + MINUTE) == 0
    assert kinds() == ["message"]
    assert list(Letter.objects.waiting().values_list("outcome", flat=True)) == outcome
    assert "LookupError" in caplog.text
    assert "Hanna" not in caplog.text
    monkeypatch.setattr(module, name, act)
    assert rounds.work(NOON + 2 * MINUTE) == 1


def test_sends_an_alarm_before_what_was_due_earlier(running):
    write(running, now=NOON - HOUR)
    flagged(running)
    rounds.work(NOON)
    assert mail.outbox[0].to == [running.patient.physio.email]


def test_leaves_to_the_next_round_what_takes_longer_than_a_minute(running, other, monkeypatch):
    write(running)
    write(other)
    seconds = itertools.count(step=60)
    monkeypatch.setattr(sending.time, "monotonic", lambda: next(seconds))
    assert [rounds.work(NOON + n * MINUTE) for n in range(2)] == [1, 1]


# Time -----------------------------------------------------------------------------------------------------------------

ZONES = ["Europe/London", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia", "America/St_Johns", "Asia/Kathmandu"]


@pytest.mark.parametrize("zone", [ZoneInfo(name) for name in ZONES], ids=ZONES)
def test_gives_one_instant_a_day_and_quiet_hours_that_end(zone):
    first = dt.date(2011, 12, 1) if zone.key == "Pacific/Apia" else dt.date(2026, 1, 1)
    quiet = dt.time(21, 0), dt.time(7, 0)
    before = None
    for n in range(365):
        day = first + n * DAY
        for minute in (0, 30):
            for hour in (0, 1, 2, 3, 7, 21, 23):
                moment = instant(day, dt.time(hour, minute), zone)
                free = after_quiet(moment, zone, *quiet)
                assert not is_quiet(free, zone, *quiet)
                assert dt.timedelta(0) <= free - moment <= 12 * HOUR
        at_two = instant(day, dt.time(2, 0), zone)
        assert before is None or at_two > before or day == dt.date(2011, 12, 31)
        before = at_two


def test_reminds_a_patient_in_another_zone_on_their_own_clock():
    running = make.assignment(make.patient(time_zone="Pacific/Auckland"), days=5, now=NOON)
    services.set_reminders(running.patient.physio, {"digest": "never"}, by=running.patient.physio)
    wants(running, exercise=True, exercise_at=dt.time(17, 0))
    five = at(17, zone=ZoneInfo("Pacific/Auckland"))
    assert rounds.work(five - MINUTE) == 0
    assert rounds.work(five) == 1


def test_reminds_once_on_the_day_with_an_hour_twice():
    night = dt.datetime(2026, 10, 25, 0, 0, tzinfo=dt.UTC)
    running = make.assignment(days=5, now=night)
    services.set_reminders(running.patient.physio, {"digest": "never"}, by=running.patient.physio)
    wants(running, exercise=True, exercise_at=dt.time(1, 30), quiet_from=dt.time(3), quiet_to=dt.time(3))
    assert sum(rounds.work(night + n * 10 * MINUTE) for n in range(24)) == 1
