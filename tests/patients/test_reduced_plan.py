"""In a flare the reduced plan is today's plan: quiet days, short sessions, and never a gate that half doses open."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from patients import selectors, services
from patients.models import DirectiveKind, DoseChange
from patients.selectors import phone
from programs import clock
from programs.models import Role
from tests import make

pytestmark = pytest.mark.django_db
NOON = clock.now().replace(hour=12, minute=0, second=0, microsecond=0)


def later(days=0, hours=0):
    return NOON + dt.timedelta(days=days, hours=hours)


def plan_of(of, now=NOON):
    services.review_assignment(of, now)
    of = type(of).objects.with_its_page().get(pk=of.pk)
    return phone.todays_plan(of, now)


def flared(stage=2, **options):
    """A patient who had pain 7 yesterday evening, well into a stage."""
    of = make.assignment(days=20, stage=stage, now=NOON, **options)
    make.session(of, days_ago=1, now=NOON, pain=7)
    return of


def steps(plan):
    return [(step.on, step.title, step.text) for step in plan.reduced.steps]


def test_begins_with_quiet_days_and_three_short_sessions_with_a_day_between():
    today = NOON.date()
    plan = plan_of(flared())
    assert [step.on for step in plan.reduced.steps] == [today + dt.timedelta(days=n) for n in (0, 1, 3, 5)]
    assert steps(plan)[0][2].startswith("No exercises that load the tendon.")
    half = "Single-leg bridge, 5 × 10 s, each leg; Double-leg bridge, 3 × 5 s"
    assert [step[1:] for step in steps(plan)[1:3]] == [("short session 1 of 3", half), ("short session 2 of 3", half)]
    assert plan.reduced.so_far == "0 of 3 calm sessions so far."


def test_asks_for_no_exercise_on_a_quiet_day(client):
    plan = plan_of(flared())
    assert (plan.cards, plan.asks_for_exercises, plan.words.title) == ([], False, "No exercises today")
    assert plan.words.text.startswith("It hurt too much yesterday. Today no exercises that load the tendon.")


def test_counts_quiet_from_the_morning_it_was_felt():
    of = make.assignment(days=20, stage=2, now=NOON)
    make.session(of, days_ago=1, now=NOON, pain=2)
    make.morning(of, now=NOON, pain=7)
    assert [step.on for step in plan_of(of).reduced.steps][:2] == [NOON.date(), NOON.date() + dt.timedelta(days=1)]


@pytest.mark.parametrize(
    ("stage", "leads", "dose"), [(1, "Double-leg bridge", "5 × 10 s"), (4, "Swiss-ball hamstring curl", "3 × 10")]
)
def test_asks_for_half_of_the_stage_afterwards(stage, leads, dose):
    plan = plan_of(flared(stage), later(days=1))
    first = plan.cards[0]
    assert (first.prescription.exercise.name, first.dose.words, first.leads) == (leads, dose, True)
    assert [card.leads for card in plan.cards[1:]] == [False] * len(plan.cards[1:])
    assert all(
        card.dose.sets * card.dose.target * 2 <= card.prescription.sets * card.prescription.target
        for card in plan.cards
    )


def test_rests_on_the_day_after_a_short_session_and_counts_it_when_the_morning_was_calm():
    of = flared()
    make.session(of, now=later(days=2, hours=7), pain=1, sets=5)
    done = plan_of(of, later(days=2, hours=8))
    assert done.reduced.steps[0].text == "Done. Next morning we ask one question."
    make.morning(of, now=later(days=3), pain=1)
    plan = plan_of(of, later(days=3))
    assert (plan.cards, plan.reduced.so_far) == ([], "1 of 3 calm sessions so far.")
    assert plan.reduced.steps[0].title == "rest day"
    assert [step.title for step in plan.reduced.steps[1:]] == ["short session 2 of 3", "short session 3 of 3"]
    assert plan_of(of, later(days=4)).cards[0].prescription.exercise.name == "Single-leg bridge"


def test_says_once_that_calm_days_ended_it():
    of = flared()
    for days in (2, 4, 6):
        make.session(of, now=later(days, hours=7), pain=1, sets=5)
        make.morning(of, now=later(days + 1), pain=1)
    said = [plan_of(of, later(days)).news for days in (7, 8)]
    assert [" ".join(news).startswith("3 calm days in a row (") for news in said] == [True, False]


def test_asks_for_quiet_again_after_a_new_red_day():
    of = make.assignment(days=3, stage=2, now=NOON)  # too short in the stage for a step back
    make.session(of, days_ago=2, now=NOON, pain=7)
    make.session(of, days_ago=0, now=NOON, hour=11, pain=8)
    assert [plan_of(of, later(days=n)).asks_for_exercises for n in (0, 1, 2)] == [False, False, True]


def twice_red(of, *days_ago):
    for ago in days_ago:
        make.session(of, days_ago=ago, now=NOON, pain=7)
    return of


def test_asks_for_rest_after_a_second_red_day_as_after_the_first():
    plan = plan_of(twice_red(make.assignment(days=20, stage=2, now=NOON), 5, 1))
    assert (plan.outcome, plan.cards, plan.words.title) == ("step_back", [], "No exercises today")


def test_asks_for_half_of_the_exercise_of_the_stage_before_then():
    plan = plan_of(twice_red(make.assignment(days=20, stage=2, now=NOON), 6, 3))
    assert [(card.prescription.exercise.slug, card.dose.words) for card in plan.cards] == [
        ("double-leg-bridge", "5 × 10 s")
    ]
    assert (plan.words.title, plan.notice_kind) == ("Half of the easier exercise for now", "red")
    assert plan.words.text.count("Jonas looks at it and tells you.") == 1


@pytest.mark.parametrize("then", ["accepted", "declined", "halved", "distress", "engine off"])
def test_keeps_the_rest_of_a_red_day_whatever_follows(then):
    of = twice_red(make.assignment(days=20, stage=2, now=NOON), 5, 1)
    desk = {"by": of.patient.physio, "now": NOON}
    if then == "distress":
        services.raise_flags(of.patient, ["distress"], client_id=uuid.uuid4(), by=of.patient.user, now=NOON)
    elif then == "engine off":
        services.give_directive(of, DirectiveKind.ENGINE, 0, reason="By hand.", **desk)
    else:
        services.decide(of, of.standing.review, then, reason="A fall.", **desk)
    of = type(of).objects.with_its_page().get(pk=of.pk)
    assert phone.todays_plan(of, NOON).cards == []
    half = phone.todays_plan(of, later(days=1)).cards
    assert half and all(
        card.dose.sets * card.dose.target * 2 <= card.prescription.sets * card.prescription.target for card in half
    )


def test_forgets_no_red_day_of_the_stage_before():
    of = make.assignment(days=20, stage=2, now=NOON)
    make.session(of, days_ago=1, now=NOON, pain=7)
    up = of.version.stages.get(position=3)
    services.change_stage(of, up, by=of.patient.physio, reason="Strong.", now=NOON)
    assert plan_of(of).cards == []
    assert plan_of(of, later(days=1)).cards[0].dose.words == "3 × 10, each leg"


def test_asks_for_the_whole_plan_again_by_a_clinicians_word():
    of = flared()
    services.ask_whole_plan(of, reason="A fall.", by=of.patient.physio, now=later(days=1))
    assert plan_of(of, later(days=1)).cards[0].dose.words == "10 × 10 s, each leg"
    words = plan_of(of, later(days=1)).words
    assert "no exercises" not in words.text and words.title == "Your plan stands on Today"
    with pytest.raises(services.Refused, match="Nothing is eased"):
        services.ask_whole_plan(of, reason="Once more.", by=of.patient.physio, now=later(days=1, hours=1))


def test_asks_for_no_whole_plan_on_a_bad_day_itself():
    of = make.assignment(days=20, stage=2, now=NOON)
    make.session(of, days_ago=0, now=NOON, hour=11, pain=7)
    with pytest.raises(services.Refused, match="from tomorrow on"):
        services.ask_whole_plan(of, reason="A fall.", by=of.patient.physio, now=NOON)


def test_asks_for_half_after_a_closed_alarm():
    of = make.assignment(days=9, stage=5, now=NOON)
    [flag], _created = services.raise_flags(
        of.patient, ["pop"], client_id=uuid.uuid4(), by=of.patient.user, now=later(days=-2)
    )
    services.close_flag(flag, words="It is fine.", by=of.patient.physio, now=later(days=-1))
    assert plan_of(of).cards[0].dose.words == "3 × 10, each leg"


def test_returns_the_exercise_and_not_the_amount_when_the_step_back_is_declined():
    of = twice_red(make.assignment(days=20, stage=2, now=NOON), 6, 3)
    services.decide(of, of.standing.review, "declined", by=of.patient.physio, now=NOON, reason="A fall.")
    first = plan_of(of).cards[0]
    assert (first.prescription.exercise.slug, first.dose.words) == ("single-leg-bridge", "5 × 10 s, each leg")
    assert plan_of(of).words.text.endswith("You stay at this stage. Reason: A fall.")


def test_halves_the_first_stage_the_easiest_way():
    of = make.assignment(days=20, now=NOON)
    for days_ago in (6, 3):
        make.session(of, days_ago=days_ago, now=NOON, pain=7, harder=True)
    plan = plan_of(of)
    assert plan.outcome == "review"
    [card] = plan.cards
    assert (card.dose.sets, card.variation.slug, plan.words.title) == (5, "heels-close", "Half for now")


@pytest.mark.parametrize(("sessions", "sets"), [(0, 5), (1, 5), (2, 10)])
def test_asks_for_half_the_sets_in_the_first_two_sessions_after_a_break(sessions, sets):
    of = make.assignment(days=30, now=NOON)
    make.session(of, days_ago=25, now=NOON)
    for number in range(sessions):
        make.session(of, days_ago=sessions - number, now=NOON)
    assert plan_of(of).cards[0].dose.sets == sets


@pytest.mark.parametrize(("sessions", "sets"), [(0, 5), (1, 5), (2, 10)])
def test_asks_for_half_the_sets_in_the_first_two_sessions_after_days_away(sessions, sets):
    of = make.assignment(days=30, now=NOON)
    make.session(of, days_ago=8, now=NOON)
    first, last = NOON.date() - dt.timedelta(days=7), NOON.date() - dt.timedelta(days=3)
    services.say_away(of, from_on=first, to_on=last, by=of.patient.user, now=NOON)
    for number in range(sessions):
        make.session(of, days_ago=sessions - number, now=NOON)
    plan = plan_of(of)
    assert plan.cards[0].dose.sets == sets
    assert plan.is_less == (sets == 5)


@pytest.mark.parametrize("sessions", [0, 1])  # what the rules call a gap, and the first session after it
def test_is_calm_about_a_break(sessions):
    of = make.assignment(days=30, now=NOON)
    make.session(of, days_ago=25, now=NOON)
    for number in range(sessions):
        make.session(of, days_ago=sessions - number, now=NOON)
    plan = plan_of(of)
    assert (plan.is_less, plan.notice_kind) == (True, "calm")


def test_keeps_todays_amount_while_todays_session_is_logged():
    of = make.assignment(days=30, now=NOON)
    make.session(of, days_ago=25, now=NOON)
    make.session(of, days_ago=1, now=NOON)
    make.session(of, days_ago=0, now=NOON, hour=11, sets=5)
    card = plan_of(of).cards[0]
    assert (card.done, card.wanted, card.finished) == (5, 5, True)


def test_asks_for_nothing_while_a_clinician_has_paused_the_programme(client):
    of = make.assignment(days=5)
    now, before = clock.now(), clock.now() - dt.timedelta(hours=1)
    services.give_directive(of, DirectiveKind.PAUSE, 1, reason="Surgery first.", by=of.patient.physio, now=before)
    client.force_login(of.patient.user)
    page = client.get(reverse("today")).content.decode()
    assert "Your programme is paused" in page and "Surgery first." in page
    assert "Done as prescribed" not in page
    services.give_directive(of, DirectiveKind.PAUSE, None, reason="Healed.", by=of.patient.physio, now=now)
    page = client.get(reverse("today")).content.decode()
    assert "Half for now" in page and "Done as prescribed" in page


def test_carries_the_dose_that_was_read_into_the_log(client):
    """The page shows half the sets; sent later, when the full dose holds again, it still means half the sets."""
    of = make.assignment(days=30, stage=2)
    now = clock.now()
    make.session(of, days_ago=25)
    make.session(of, days_ago=1)
    client.force_login(of.patient.user)
    one = make.main_prescription(of)
    form = client.get(reverse("log-session"), {"exercise": one.pk}).context["form"]
    assert (form.dose.words, form["dose_sets"].value(), form["dose_target"].value()) == ("5 × 10 s, each leg", 5, 10)
    make.session(of, days_ago=0, now=now)
    data = {"client_id": uuid.uuid4(), "prescription": one.pk, "mode": "plan", "pain_left": "1"}
    client.post(reverse("log-session"), {**data, "dose_sets": 5, "dose_target": 10})
    session = of.sessions.get(client_id=data["client_id"])
    assert (session.sets.count(), session.sets_asked, float(session.completion)) == (10, 10, 0.5)
    assert "10 of 10 holds of a smaller dose" in selectors.session_text(session)


@pytest.mark.parametrize("value", ["", "0", "-1", "31", "x", "1e3", "１", "9" * 40, None])
def test_takes_an_unreadable_dose_for_the_programmes_own(client, value):
    of = make.assignment(days=3)
    client.force_login(of.patient.user)
    data = {"client_id": uuid.uuid4(), "prescription": make.main_prescription(of).pk, "mode": "plan", "pain_left": "1"}
    sent = {**data, "variation": "heels-far", **({} if value is None else {"dose_sets": value})}
    assert client.post(reverse("log-session"), sent).status_code == 302
    assert of.sessions.get().sets.count() == 10


def test_opens_no_gate_with_half_doses():
    """Nine calm days of half the sets, all of what was asked for: not one of them qualifies."""
    of = make.assignment(days=12, now=NOON)
    one = make.main_prescription(of)
    DoseChange.objects.create(assignment=of, prescription=one, sets=5, reason="Sore.", by=of.patient.physio, at=NOON)
    for days_ago in range(9, 0, -1):
        make.session(of, days_ago=days_ago, now=NOON, sets=5)
        make.morning(of, days_ago=days_ago - 1, now=NOON)
    plan = plan_of(of)
    assert plan.cards[0].dose.words == "5 × 10 s"
    assert plan.outcome == "hold"
    assert [finding["observed"] for finding in of.standing.review.findings if finding["code"] == "sessions"] == [0]


def test_keeps_the_maintenance_exercise_at_half_after_a_break():
    of = make.assignment(days=30, stage=3, now=NOON)
    make.session(of, days_ago=20, now=NOON)
    cards = plan_of(of).cards
    assert [(card.dose.words, card.leads) for card in cards] == [
        ("3 × 10, each leg", True),
        ("3 × 5 s, each leg", False),
    ]
    assert cards[1].prescription.role == Role.MAINTENANCE


def test_leads_through_the_short_session_of_today(client):
    of = make.assignment(days=30)
    make.session(of, days_ago=20)
    client.force_login(of.patient.user)
    services.refresh_if_due(of, clock.now())
    assert "Set 5 of 5" in client.get(reverse("guide-session")).content.decode()


@pytest.mark.parametrize("decision", ["accepted", "declined"])
def test_says_that_somebody_sees_it_until_a_clinician_has_decided(decision):
    of = make.assignment(days=20, stage=3, now=NOON)
    for days_ago in (4, 1):
        make.session(of, days_ago=days_ago, now=NOON, pain=7)
    assert "sees it when the clinic is open" in plan_of(of).words.text
    services.decide(of, of.reviews.first(), decision, by=of.patient.physio, now=NOON, reason="As agreed.")
    assert "sees it when" not in plan_of(of).words.text
    make.session(of, now=later(hours=6), pain=7)
    assert "sees it when the clinic is open" in plan_of(of, later(hours=6)).words.text


@pytest.mark.parametrize("name", ["today", "programme"])
def test_stands_in_place_of_the_week_on_every_page_that_plans_days(client, name):
    of = flared()
    client.force_login(of.patient.user)
    page = client.get(reverse(name)).content.decode()
    assert "short session 1 of 3" in page
    assert "not planned yet" not in page
