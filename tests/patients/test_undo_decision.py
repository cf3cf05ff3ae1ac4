"""A decision is undone for ten minutes: what held before holds again as it did, and no notice has gone out."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.forms.models import model_to_dict
from django.urls import reverse

from patients import engine, services
from patients.models import (
    Assignment,
    AuditEntry,
    Directive,
    DoseChange,
    Easing,
    Ending,
    Notice,
    NoticeKind,
    Review,
    StageChange,
    Standing,
    VersionChange,
)
from patients.notices import rounds
from patients.notices.wanted import why_not
from programs import clock
from programs.editor.publishing import duplicate, publish
from tests import html, make

pytestmark = pytest.mark.django_db
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
EVALUATED = {"review", "due_at", "updated_at"}  # a new evaluation has its own row and hour


class Case:
    """A patient in stage 2 whose next stage is suggested, with a ceiling, a dose and half for now of some days ago;
    each act is tried a minute after noon."""

    def __init__(self, of, noon):
        self.of, self.noon, self.physio = of, noon, of.patient.physio

    def live(self):
        second = self.of.version.stages.get(position=2)
        services.change_stage(self.of, second, by=self.physio, reason="Strong.", now=self.noon - 20 * DAY)
        self.directive("ceiling", 3, now=self.noon - 12 * DAY)
        self.dose(8, 10, now=self.noon - 11 * DAY)
        self.history()

    def history(self):
        make.good_days(self.of, 8, now=self.noon)

    def decide(self, decision, *, now=None, stage=None):
        review, by = Review.objects.open().get(assignment=self.of), self.physio
        services.decide(self.of, review, decision, by=by, now=now or self.noon, reason="As agreed.", stage=stage)
        return {"accepted": "stage", "other_stage": "stage"}.get(decision, "review")

    def other_stage(self):
        return self.decide("other_stage", stage=self.of.version.stages.get(position=4))

    def change_stage(self):
        stage = self.of.version.stages.get(position=1)
        services.change_stage(self.of, stage, by=self.physio, reason="As agreed.", now=self.noon)
        return "stage"

    def directive(self, kind, value, now=None):
        services.give_directive(self.of, kind, value, reason="As agreed.", by=self.physio, now=now or self.noon)
        return "directive"

    def whole_plan(self):
        services.ask_whole_plan(self.of, reason="A fall.", by=self.physio, now=self.noon)
        return "directive"

    def dose(self, sets, target, now=None):
        one = self.of.standing.stage.prescriptions.first()
        values = {"sets": sets, "target": target, "reason": "As agreed.", "by": self.physio}
        services.change_dose(self.of, one, **values, now=now or self.noon)
        return "dose"

    def ease(self, sessions, now=None):
        values = {"sessions": sessions, "reason": "Sore.", "by": self.physio}
        services.ease_dose(self.of, **values, now=now or self.noon)
        return "easing"

    def change_version(self):
        newer = publish(duplicate(self.of.version), by=self.physio, now=self.noon - DAY)
        services.change_version(self.of, newer, by=self.physio, now=self.noon)
        return "version"

    def end(self):
        services.end_assignment(self.of, reason="Well.", maintenance="Bridges.", by=self.physio, now=self.noon)
        return "end"

    def undo(self, act, after=9 * MINUTE, by=None):
        return services.undo_decision(self.of, act, by=by or self.physio, now=self.noon + after)

    def all_that_holds(self):
        """What lists, rules and the phone read, from the database."""
        of, now = Assignment.objects.with_its_page().get(pk=self.of.pk), self.noon + 9 * MINUTE
        line = model_to_dict(Standing.objects.get(assignment=of))
        review = Review.objects.open().get(assignment=of) if line["review"] else None
        told = engine.ask(of, now)
        return {name: value for name, value in line.items() if name not in EVALUATED} | {
            "version": of.version_id,
            "end": (of.ended_at, of.ended_by, of.end_reason, of.maintenance_plan),
            "suggestion": review and (review.outcome, review.because, review.target, review.findings, review.since),
            "history": told.history,
            "plan": engine.plan(of, now),
            "doses": of.doses_set(),
        }


class Bad(Case):
    """Two red days and a step back that is suggested."""

    def history(self):
        make.good_days(self.of, 3, now=self.noon - 6 * DAY)
        for days_ago in (5, 3):
            make.session(self.of, days_ago=days_ago, now=self.noon, pain=8)


class Eased(Case):
    """Half for now, one session of five had."""

    def history(self):
        self.ease(5, now=self.noon - 2 * DAY)
        make.session(self.of, days_ago=1, now=self.noon)


class Off(Case):
    """The suggestions are off."""

    def history(self):
        self.directive("engine", 0, now=self.noon - 2 * DAY)


class Paused(Case):
    def history(self):
        self.directive("pause", 1, now=self.noon - 2 * DAY)


LIVED = {}  # the assignment of each kind


@pytest.fixture(scope="module", autouse=True)
def lived(kept_db):
    """What lies behind them is lived once: it takes longer than all that is tried on it."""
    for kind in (Case, *Case.__subclasses__()):
        of = make.assignment(days=30)
        kind(of, clock.now()).live()
        LIVED[kind] = of.pk


def begin(kind):
    """A minute after noon, with nothing decided yet."""
    return kind(Assignment.objects.with_its_page().get(pk=LIVED[kind]), clock.now() + MINUTE)


TABLE = {
    "accepted": (Case, lambda case: case.decide("accepted")),
    "another stage": (Case, Case.other_stage),
    "declined": (Case, lambda case: case.decide("declined")),
    "step back accepted": (Bad, lambda case: case.decide("accepted")),
    "step back declined": (Bad, lambda case: case.decide("declined")),
    "halved": (Bad, lambda case: case.decide("halved")),
    "stage changed": (Off, Case.change_stage),
    "hold": (Case, lambda case: case.directive("hold", 1)),
    "ceiling": (Case, lambda case: case.directive("ceiling", 5)),
    "ceiling taken away": (Case, lambda case: case.directive("ceiling", None)),
    "harder variation": (Case, lambda case: case.directive("self_paced", 0)),
    "suggestions off": (Case, lambda case: case.directive("engine", 0)),
    "suggestions on": (Off, lambda case: case.directive("engine", 1)),
    "pause": (Case, lambda case: case.directive("pause", 1)),
    "resumed": (Paused, lambda case: case.directive("pause", None)),
    "whole plan again": (Bad, Case.whole_plan),
    "dose": (Case, lambda case: case.dose(9, 10)),
    "own dose again": (Case, lambda case: case.dose(None, None)),
    "half for now": (Case, lambda case: case.ease(4)),
    "another half for now": (Eased, lambda case: case.ease(2)),
    "end of half for now": (Eased, lambda case: case.ease(None)),
    "version": (Case, Case.change_version),
    "end": (Case, Case.end),
    "end in a bad spell": (Bad, Case.end),
}
decisions = pytest.mark.parametrize(("of", "does"), TABLE.values(), ids=TABLE)
TELLS = ["accepted", "another stage", "declined", "step back accepted", "step back declined", "stage changed"]
ROWS = {
    "stage": StageChange,
    "review": Review,
    "version": VersionChange,
    "directive": Directive,
    "dose": DoseChange,
    "easing": Easing,
    "end": Ending,
}


def made(case, does):
    """The name of what `does` did."""
    kind = does(case)
    rows = ROWS[kind]
    every = rows.objects.exclude(decided_at=None) if kind == "review" else rows.everything
    return f"{kind}:{every.latest('pk').pk}"


@decisions
def test_restores_all_that_held_before(of, does):
    case = begin(of)
    before = case.all_that_holds()
    act = made(case, does)
    assert case.all_that_holds() != before
    case.undo(act)
    assert case.all_that_holds() == before


@pytest.mark.uncounted
@decisions
def test_keeps_every_row_and_says_who_undid_it_and_when(of, does):
    case = begin(of)
    act = made(case, does)
    kept = {kind: getattr(rows, "everything", rows.objects).count() for kind, rows in ROWS.items()}
    undo = case.undo(act)
    now = {kind: getattr(rows, "everything", rows.objects).count() for kind, rows in ROWS.items()}
    assert now == kept | {"review": now["review"]}
    assert now["review"] >= kept["review"]
    assert (undo.by, undo.at, undo.decided_at) == (case.physio, case.noon + 9 * MINUTE, case.noon)
    assert AuditEntry.objects.filter(verb="decision.undone", by=case.physio).count() == 1


@pytest.mark.uncounted
@decisions
def test_says_so_after_ten_minutes_and_changes_nothing(of, does):
    case = begin(of)
    act = made(case, does)
    after = case.all_that_holds()
    with pytest.raises(services.Refused, match="Ten minutes are over"):
        case.undo(act, after=10 * MINUTE)
    assert case.all_that_holds() == after


@pytest.mark.uncounted
@decisions
def test_undoes_once(of, does):
    case = begin(of)
    act = made(case, does)
    first = case.undo(act, after=MINUTE)
    assert case.undo(act, after=2 * MINUTE) == first
    assert case.of.undos.count() == 1


@pytest.mark.uncounted
@pytest.mark.parametrize("name", TABLE)
def test_holds_the_notice_for_ten_minutes(name):
    of, does = TABLE[name]
    case = begin(of)
    made(case, does)
    rounds.work(case.noon + 9 * MINUTE)
    assert not Notice.objects.filter(kind=NoticeKind.STAGE).exists()
    rounds.work(case.noon + 11 * MINUTE)
    told = Notice.objects.filter(kind=NoticeKind.STAGE, user=case.of.patient.user)
    assert told.count() == (name in TELLS)


@pytest.mark.uncounted
@decisions
def test_sends_no_notice_of_what_was_undone(of, does):
    case = begin(of)
    case.undo(made(case, does))
    mail.outbox.clear()
    rounds.work(case.noon + 30 * MINUTE)
    assert not Notice.objects.filter(kind=NoticeKind.STAGE).exists()
    assert case.of.patient.user.email not in [address for letter in mail.outbox for address in letter.to]


@pytest.mark.uncounted
@decisions
def test_rebuilds_the_same_standing(of, does):
    case = begin(of)
    case.undo(made(case, does))
    before = case.all_that_holds()
    services.rebuild_standing(case.of, case.noon + 9 * MINUTE)
    assert case.all_that_holds() == before


# What is refused ------------------------------------------------------------------------------------------------------

MOVES = ["accepted", "another stage", "stage changed", "version", "halved", "dose", "half for now"]


@pytest.mark.parametrize("name", MOVES)
def test_stays_when_the_patient_has_trained_on_it_since(name):
    of, does = TABLE[name]
    case = begin(of)
    act = made(case, does)
    make.session(Assignment.objects.with_its_page().get(pk=case.of.pk), now=case.noon + MINUTE, hour=12)
    case.of.sessions.update(performed_at=case.noon + MINUTE)
    with pytest.raises(services.Refused, match="has logged a session since"):
        case.undo(act)


@pytest.mark.by_day
@pytest.mark.parametrize("name", ["declined", "hold", "dose"])
def test_reads_a_session_of_before_that_came_late(name):
    of, does = TABLE[name]
    case = begin(of)
    entry = make.entry(case.of, at=case.noon - 5 * MINUTE, pain=7)
    act = made(case, does)
    services.log_session(case.of, entry, by=case.of.patient.user, now=case.noon + MINUTE)
    case.undo(act)
    case.of.standing.refresh_from_db()
    assert case.of.standing.last_red_on == case.noon.date()


def is_no_end(name):
    return TABLE[name][1] is not Case.end


@pytest.mark.parametrize("name", [*filter(is_no_end, TABLE)])
def test_is_refused_when_a_colleague_has_decided_on_the_same_since(name):
    of, does = TABLE[name]
    case = begin(of)
    act, first = made(case, does), case.physio
    case.physio = make.physio(of=case.of.patient.clinic, name="Mina Second")
    case.noon += MINUTE
    again = {"stage": Case.change_stage, "review": Case.change_stage, "version": Case.change_stage}
    again |= {"easing": lambda case: case.ease(3), "dose": lambda case: case.dose(7, 10)}
    kind = act.partition(":")[0]
    if kind == "directive":
        Directive.objects.create(
            **{key: getattr(Directive.objects.get(pk=act.partition(":")[2]), key) for key in ("kind", "value")},
            assignment=case.of,
            reason="Again.",
            at=case.noon,
            by=case.physio,
        )
    else:
        case.of = Assignment.objects.with_its_page().get(pk=case.of.pk)
        again[kind](case)
    with pytest.raises(services.Refused, match="Mina Second has decided on the same since"):
        case.undo(act, after=MINUTE, by=first)


def test_undoes_the_later_of_two_first():
    case = begin(Case)
    first = made(case, lambda case: case.directive("hold", 1))
    case.noon += MINUTE
    second = made(case, lambda case: case.directive("hold", None))
    with pytest.raises(services.Refused, match="You have decided on the same since"):
        case.undo(first, after=MINUTE)
    case.undo(second, after=MINUTE)
    case.undo(first, after=MINUTE)
    assert not case.of.directives.filter(kind="hold").exists()


def test_lets_a_colleague_undo_it():
    case = begin(Case)
    act = made(case, lambda case: case.decide("accepted"))
    other = make.physio(of=case.of.patient.clinic, name="Mina Second")
    assert case.undo(act, by=other).by == other


def test_decides_anew_after_an_undo():
    case = begin(Case)
    case.undo(made(case, lambda case: case.decide("accepted")), after=MINUTE)
    case.noon += 5 * MINUTE
    case.of = Assignment.objects.with_its_page().get(pk=case.of.pk)
    case.decide("accepted")
    assert case.of.standing.stage.position == 3


def test_drops_a_notice_that_another_clock_had_planned_already():
    case = begin(Case)
    make.reminded(case.of.patient)
    act = made(case, lambda case: case.decide("accepted"))
    key = f"stage:{case.of.pk}:{case.noon:%Y%m%dT%H%M%S}"
    notice = Notice(user=case.of.patient.user, kind=NoticeKind.STAGE, key=key, due_at=case.noon + 10 * MINUTE)
    assert why_not(notice, case.noon + 10 * MINUTE) == ""
    case.undo(act)
    assert why_not(notice, case.noon + 10 * MINUTE) == "undone"


# An end: what comes while nothing runs is right both ways ------------------------------------------------------------


@pytest.fixture
def over():
    case = begin(Case)
    case.act = made(case, Case.end)
    case.of = Assignment.objects.with_its_page().get(pk=case.of.pk)
    return case


@pytest.mark.by_day
@pytest.mark.parametrize("undone", [True, False])
def test_reads_what_was_entered_before_the_end_and_came_after_it(over, undone):
    entry = make.entry(over.of, at=over.noon - 5 * MINUTE, pain=7)
    services.log_session(over.of, entry, by=over.of.patient.user, now=over.noon + MINUTE)
    if undone:
        over.undo(over.act)
    standing = Standing.objects.get(assignment=over.of)
    assert (standing.last_red_on, standing.outcome) == (over.noon.date(), "reduce")


def test_takes_what_was_entered_after_the_end_as_soon_as_it_is_undone(client, over, stop_clock):
    stop_clock(over.noon + 3 * MINUTE)
    client.force_login(over.of.patient.user)
    data = {"client_id": uuid.uuid4(), "prescription": make.main_prescription(over.of).pk, "mode": "plan"}
    data |= {"variation": "", "pain_left": "2"}
    refused = client.post(reverse("log-session"), data, headers={"Accept": "application/json"})
    assert refused.status_code == 422 and "Your programme ended on" in refused.content.decode()
    over.undo(over.act, after=4 * MINUTE)
    stored = client.post(reverse("log-session"), data, headers={"Accept": "application/json"})
    assert stored.json()["status"] == "stored"
    assert over.of.sessions.filter(client_id=data["client_id"]).exists()


def test_knows_of_the_alarm_and_the_message_that_came_meanwhile(over):
    patient, at = over.of.patient, over.noon + MINUTE
    services.raise_flags(patient, ["calf"], client_id=uuid.uuid4(), by=patient.user, now=at)
    services.send_message(patient, "May I swim?", client_id=uuid.uuid4(), by=patient.user, now=at)
    over.undo(over.act)
    standing = Standing.objects.get(assignment=over.of)
    assert (standing.flag_kind, standing.message_at, standing.outcome) == ("calf", at, "stop_and_contact")


def reminded(over):
    """The notices that fell due a minute after the end: of the day, and of a stage that was opened before."""
    user, at = over.of.patient.user, over.noon - 11 * MINUTE
    make.reminded(over.of.patient, exercise=True)
    first = over.of.stage_changes.order_by("pk").first()
    names = ("assignment", "stage", "started_on", "baseline", "by")
    StageChange.objects.create(at=at, **{name: getattr(first, name) for name in names})
    keys = {
        NoticeKind.EXERCISE: f"exercise:{over.noon.date()}",
        NoticeKind.STAGE: f"stage:{over.of.pk}:{at:%Y%m%dT%H%M%S}",
    }
    for kind, key in keys.items():
        Notice.objects.create(user=user, kind=kind, key=key, due_at=over.noon + MINUTE)
    rounds.work(over.noon + 5 * MINUTE)
    return Notice.objects.filter(user=user)


def test_holds_what_falls_due_meanwhile_and_then_sends_it(over):
    held = reminded(over)
    assert set(held.values_list("claimed_at", "dropped_at")) == {(None, None)}
    over.undo(over.act)
    rounds.work(over.noon + 10 * MINUTE)
    assert sorted(held.exclude(sent_at=None).values_list("kind", flat=True)) == ["exercise", "stage"]


def test_drops_what_fell_due_meanwhile_when_nobody_undid_it(over):
    held = reminded(over)
    rounds.work(over.noon + 11 * MINUTE)
    assert set(held.values_list("outcome", "sent_at")) == {("ended", None)}


def test_stays_when_another_programme_has_begun_since(over):
    of = over.of
    make.assignment(of.patient, now=over.noon + MINUTE)
    with pytest.raises(services.Refused, match="Another programme has begun since"):
        over.undo(over.act)
    assert Assignment.objects.active().get(patient=of.patient) != of


def test_is_undone_before_what_was_decided_before_it():
    case = begin(Case)
    first = made(case, lambda case: case.directive("hold", 1))
    case.noon += MINUTE
    act = made(case, Case.end)
    with pytest.raises(services.Refused, match="The programme has ended since"):
        case.undo(first, after=MINUTE)
    case.undo(act, after=MINUTE)
    case.undo(first, after=MINUTE)
    assert not case.of.directives.filter(kind="hold").exists()


# At the desk and on the phone -----------------------------------------------------------------------------------------


def send(client, of, name, *ids, **typed):
    client.force_login(of.patient.physio)
    return client.post(reverse(name, args=[of.patient.public_id, *ids]), typed, follow=True)


def page(client, of):
    client.force_login(of.patient.physio)
    return client.get(reverse("patient-page", args=[of.patient.public_id]))


def undo_form(answer):
    return [form for form in html.forms_of(html.parse(answer)[0]) if form.get("action", "").endswith("/undo/")]


@pytest.fixture
def ready():
    of = make.assignment(days=9)
    make.good_days(of, 5)
    return of


def phone(client, of):
    client.force_login(of.patient.user)
    return {name: html.words_of(client.get(reverse(name))) for name in ("today", "programme", "progress")}


def test_offers_it_beside_the_message_with_the_minutes_left(client, ready):
    answer = send(client, ready, "decide", ready.standing.review.public_id, decision="accepted")
    words = html.words_of(answer)
    assert "is now at stage 2" in words and "10 minutes left to undo it." in words
    [form] = undo_form(answer)
    [button] = [one for one in form.iter("button")]
    assert (button.get("type"), html.text_of(button)) == ("submit", "Undo")
    assert "tabindex" not in button.attrib


def test_reads_the_restored_state_on_the_phone_and_both_in_the_timeline(client, ready):
    before = phone(client, ready)
    answer = send(client, ready, "decide", ready.standing.review.public_id, decision="accepted")
    assert phone(client, ready) != before
    act = answer.context["page"].undoable[0][0].act
    undone = send(client, ready, "undo-decision", act=act)
    words = html.words_of(undone)
    assert "Undone: what held before holds again." in words
    assert "Stage 2. (undone)" in words and "Undid what was decided at" in words
    assert not undo_form(undone)
    assert phone(client, ready) == before


def test_offers_it_for_ten_minutes(client, ready, stop_clock):
    send(client, ready, "decide", ready.standing.review.public_id, decision="declined", reason="Wait.")
    noon = clock.now()
    stop_clock(noon + 9 * MINUTE + dt.timedelta(seconds=1))
    answer = page(client, ready)
    act = answer.context["page"].undoable[0][0].act
    assert "1 minute left to undo it." in html.words_of(answer)
    stop_clock(noon + 10 * MINUTE)
    assert not undo_form(page(client, ready))
    late = send(client, ready, "undo-decision", act=act)
    assert late.status_code == 422
    assert "Ten minutes are over" in html.words_of(late)


def test_offers_one_button_for_a_decision_that_wrote_two_rows(client):
    of = make.assignment(days=20)
    for days_ago in (3, 1):
        make.session(of, days_ago=days_ago, pain=8)
    answer = send(client, of, "decide", of.standing.review.public_id, decision="halved", reason="Less.")
    assert len(undo_form(answer)) == 1


def test_does_not_offer_to_undo_the_start_of_the_programme(client):
    assert not undo_form(page(client, make.assignment()))


def test_offers_the_end_where_no_programme_runs_and_then_all_is_as_before(client, ready):
    before = phone(client, ready)
    answer = send(client, ready, "end-programme", reason="Well.", maintenance="Bridges twice a week.")
    assert "The programme has ended" in html.words_of(answer) and "10 minutes left to undo it." in html.words_of(answer)
    [form] = undo_form(answer)
    act = next(one.get("value") for one in form.iter("input") if one.get("name") == "act")
    client.force_login(ready.patient.user)
    assert "Bridges twice a week." in html.words_of(client.get(reverse("today")))
    undone = html.words_of(send(client, ready, "undo-decision", act=act))
    assert "Undone: what held before holds again." in undone
    assert "The programme has ended." in undone and "(undone)" in undone
    assert phone(client, ready) == before
