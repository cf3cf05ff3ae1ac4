import datetime as dt
import uuid
from dataclasses import replace

import pytest
from django.urls import reverse

from patients import services
from patients.domain.entries import SetEntry
from patients.models import SetLog, TrainingSession
from programs import clock
from programs.editor.publishing import duplicate
from tests import make
from tests.html import parse, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def running():
    return make.assignment(days=3)


def post(client, of, **changes):
    client.force_login(of.patient.user)
    data = {
        "client_id": uuid.uuid4(),
        "prescription": make.main_prescription(of).pk,
        "mode": "plan",
        "variation": "heels-close",
        "pain_left": "2",
        **changes,
    }
    return client.post(reverse("log-session"), {key: value for key, value in data.items() if value is not None})


def test_is_headed_saved_right_after_saving_and_by_its_day_later(client, running):
    page = post(client, running).url
    heading = [parse(client.get(page))[0].findtext(".//h1")]
    running.sessions.update(received_at=clock.now() - dt.timedelta(hours=1))
    heading.append(parse(client.get(page))[0].findtext(".//h1"))
    day = running.sessions.get().local_date
    assert heading == ["Saved", f"{day:%A} {day.day} {day:%B}"]


def test_saves_every_set_as_prescribed(client, running):
    response = post(client, running)
    session = running.sessions.get()
    assert response.url == reverse("session-saved", args=[session.client_id])
    assert [(one.number, one.side, one.target, one.done) for one in session.sets.all()] == [
        (number, "both", 10, 10) for number in range(1, 11)
    ]
    assert (session.completion, session.all_sets, session.pain_left, session.pain_right) == (1, True, 2, None)


@pytest.mark.parametrize(
    ("kind", "words"), [("calf", "Your exercises are paused"), ("distress", "You need not do the exercises today")]
)
def test_says_before_the_form_that_nothing_is_asked_while_something_is_open(client, running, kind, words):
    services.raise_flags(running.patient, [kind], client_id=uuid.uuid4(), by=running.patient.user, now=clock.now())
    client.force_login(running.patient.user)
    page = client.get(reverse("log-session")).content.decode()
    assert page.index(words) < page.index("Save session")


@pytest.mark.parametrize("asks", ["everything", "nothing after a red day", "nothing while paused"])
def test_offers_no_dose_as_prescribed_on_a_day_that_asks_for_none(client, running, asks):
    if asks == "nothing after a red day":
        make.session(running, days_ago=1, pain=7)
    if asks == "nothing while paused":
        services.give_directive(running, "pause", 1, reason="A week.", by=running.patient.physio, now=clock.now())
    client.force_login(running.patient.user)
    page = client.get(reverse("log-session")).content.decode()
    assert ("Your plan asks for none today." in page) == asks.startswith("nothing")
    assert ("All of it:" in page) == (asks == "everything")
    of_yesterday = client.get(reverse("log-session"), {"day": "yesterday"}).content.decode()
    assert "Your plan asks for none today." not in of_yesterday


def test_saves_set_by_set_and_leaves_out_what_was_not_done(client, running):
    post(client, running, mode="sets", **{f"set-{n}-both": "10" for n in range(1, 6)}, **{"set-6-both": "5"})
    session = running.sessions.get()
    assert session.sets.count() == 6
    assert (float(session.completion), session.all_sets) == (0.55, False)


@pytest.mark.parametrize("ten", ["١٠", "१०", "１０", " 10 "])
def test_reads_the_digits_of_every_script(client, running, ten):
    post(client, running, mode="sets", **{"set-1-both": ten})
    assert running.sessions.get().sets.get().done == 10


def test_says_what_is_missing_where_no_set_is_filled_in(client, running):
    page = words_of(post(client, running, mode="sets", pain_left=None))
    assert "Left: Please choose a number." in page
    assert "No set is filled in yet. Tap the sets that you did, or choose “As prescribed”." in page
    assert not running.sessions.exists()


def test_names_each_set_by_its_side_and_shows_no_number_as_if_it_were_filled_in(client):
    of = make.assignment(days=9, stage=2)
    client.force_login(of.patient.user)
    document, _errors = parse(client.get(reverse("log-session")))
    taps = [button.get("data-set") for button in document.iter("button") if button.get("data-set")]
    boxes = [box for box in document.iter("input") if (box.get("name") or "").startswith("set-")]
    assert sorted(taps) == sorted(box.get("name") for box in boxes) and len(taps) == 20
    assert taps[:2] == ["set-1-left", "set-2-left"]
    assert not any(box.get("placeholder") or box.get("value") for box in boxes)


def test_says_what_was_done_the_last_time(client):
    of = make.assignment(days=9, stage=2)
    client.force_login(of.patient.user)
    assert "Last time" not in words_of(client.get(reverse("log-session")))
    make.session(of, days_ago=3)
    sets = (SetEntry(1, "left", 10), SetEntry(2, "left", 8), SetEntry(1, "right", 7))
    entry = replace(make.entry(of, at=clock.now() - dt.timedelta(days=1), pain=1), sets=sets)
    services.log_session(of, entry, by=of.patient.user, now=clock.now())
    assert "Last time, yesterday: left 10, 8, right 7." in words_of(client.get(reverse("log-session")))


def test_says_alike_sets_of_the_last_time_in_one(client, running):
    make.session(running, days_ago=1)
    client.force_login(running.patient.user)
    assert "Last time, yesterday: 10 × 10." in words_of(client.get(reverse("log-session")))


def test_keeps_the_target_beside_what_was_done(client, running):
    post(client, running, mode="sets", **{"set-1-both": "7"})
    assert list(running.sessions.get().sets.values_list("target", "done")) == [(10, 7)]


def test_counts_zero_pain_as_a_value_and_no_pain_as_missing(client, running):
    post(client, running, pain_left="0")
    assert (running.sessions.get().pain_left, running.sessions.get().pain_right) == (0, None)


def test_answers_a_repeated_post_as_the_first_and_stores_one(client, running):
    client_id = uuid.uuid4()
    first = post(client, running, client_id=client_id)
    second = post(client, running, client_id=client_id, pain_left="9")
    assert second.url == first.url
    assert running.sessions.get().pain_left == 2


def test_answers_a_repeated_entry_as_the_first_after_a_step_back(running):
    now, physio = clock.now(), running.patient.physio
    services.change_stage(running, running.version.stages.get(position=2), by=physio, reason="As agreed.", now=now)
    entry = make.entry(running, at=now)
    first, _created = services.log_session(running, entry, by=running.patient.user, now=now)
    services.change_stage(running, running.version.stages.get(position=1), by=physio, reason="Too much.", now=now)
    assert services.log_session(running, entry, by=running.patient.user, now=now) == (first, False)


def test_stores_the_day_of_the_patients_zone(client):
    patient = make.patient(time_zone="Pacific/Auckland")
    running = make.assignment(of=patient, days=3)
    late = dt.datetime.combine(patient.today(clock.now()), dt.time(0, 30)) - dt.timedelta(days=1)
    post(client, running, performed_at=late.strftime("%Y-%m-%dT%H:%M"))
    session = running.sessions.get()
    assert session.local_date == late.date()
    assert session.performed_at.astimezone(patient.zone).replace(tzinfo=None) == late


def test_adds_a_second_visit_of_the_day_up(client, running):
    post(client, running, mode="sets", **{f"set-{n}-both": "10" for n in range(1, 6)})
    post(client, running, mode="sets", **{f"set-{n}-both": "10" for n in range(6, 11)})
    page = client.get(reverse("today"))
    assert page.context["plan"].cards[0].done == 10
    assert page.context["plan"].cards[0].finished


def test_refuses_an_exercise_of_a_later_stage_and_keeps_the_form_filled(client, running):
    later = running.version.stages.get(position=3).prescriptions.first()
    response = post(client, running, prescription=later.pk, note="felt fine")
    assert response.status_code == 422
    assert "belongs to a later stage" in response.content.decode()
    assert "felt fine" in response.content.decode()
    assert not running.sessions.exists()


def test_refuses_a_time_before_the_programme_began(client, running):
    before = clock.now() - dt.timedelta(days=10)
    response = post(client, running, performed_at=before.strftime("%Y-%m-%dT%H:%M"))
    assert response.status_code == 422
    assert "Your programme began on" in response.content.decode()
    assert not running.sessions.exists()


def test_asks_for_the_pain_of_the_affected_side(client, running):
    response = post(client, running, pain_left=None, pain_right="1")
    assert response.status_code == 422
    assert "Please choose a number. 0 means no pain." in response.content.decode()


def test_asks_for_both_sides_where_both_are_affected(client):
    running = make.assignment(days=3, side="both")
    assert post(client, running, pain_left="1").status_code == 422
    post(client, running, pain_left="1", pain_right="4")
    assert (running.sessions.get().pain_left, running.sessions.get().pain_right) == (1, 4)


def test_measures_maintenance_as_no_volume_of_the_stage(client):
    running = make.assignment(days=3, stage=2)
    bridge = running.version.stages.get(position=1).prescriptions.first()
    post(client, running, prescription=bridge.pk)
    assert running.sessions.get().completion is None


def test_takes_a_wrong_entry_out_and_keeps_the_row(client, running):
    post(client, running)
    session = running.sessions.get()
    client.post(reverse("void-session", args=[session.client_id]))
    assert TrainingSession.objects.get().voided_by == running.patient.user
    assert not running.sessions.valid().exists()
    assert running.standing.__class__.objects.get(assignment=running).recent == []


def test_reviews_in_the_same_request(client):
    running = make.assignment(days=9)
    make.good_days(running, 4)
    post(client, running, variation="heels-far", pain_left="7")
    running.standing.refresh_from_db()
    assert (running.standing.outcome, running.standing.because) == ("reduce", "flare")


def foreign(what, of):
    """An entry that a form would never let through, as (changes of an entry, words of the refusal)."""
    later, draft = of.version.stages.get(position=3).prescriptions.first(), duplicate(of.version)
    if what == "a later stage":
        return {"prescription": later}, "belongs to a later stage"
    if what == "another version":
        return {"prescription": draft.stages.get(position=1).prescriptions.first()}, "not part of the programme"
    if what == "another exercise's way":
        return {"variation": later.exercise.variations.first()}, "not a way to do this exercise"
    return {"sets": (SetEntry(1, "left", 10),)}, "not done on that side"


@pytest.mark.parametrize("what", ["a later stage", "another version", "another exercise's way", "a side it has not"])
def test_finds_out_by_itself_what_may_be_logged(running, what):
    changes, words = foreign(what, running)
    now = clock.now()
    with pytest.raises(services.Refused, match=words):
        services.log_session(running, replace(make.entry(running, at=now), **changes), by=running.patient.user, now=now)
    assert not running.sessions.exists()
    assert not SetLog.objects.exists()


def test_says_a_dose_in_words(client):
    of = make.assignment(days=9, stage=2)
    client.force_login(of.patient.user)
    assert "All of it: 10 holds of 10 seconds on each leg, 20 in all." in words_of(client.get(reverse("log-session")))


def test_says_what_to_do_without_the_equipment(client):
    of = make.assignment(days=9, stage=4)
    client.force_login(of.patient.user)
    page = words_of(client.get(reverse("log-session")))
    assert "No ball? Ask your clinician before you change the exercise." in page
    assert "Log what you did all the same, and say in the note how you did it." in page


@pytest.mark.parametrize("refused", [False, True])
def test_keeps_the_typed_numbers_folded_until_they_are_asked_for_or_refused(client, running, refused):
    """Open from the first moment they pushed the page about until the script had closed them."""
    client.force_login(running.patient.user)
    data = {"prescription": make.main_prescription(running).pk, "mode": "sets", "set-1-left": "x"}
    page = (
        client.post(reverse("log-session"), data) if refused else client.get(reverse("log-session"), {"mode": "sets"})
    )
    assert [" data-typed open" in page.content.decode(), " data-typed>" in page.content.decode()] == [
        refused,
        not refused,
    ]


@pytest.mark.parametrize(("stage", "done"), [(1, "10 of 10 holds"), (3, "6 of 6 sets")])
def test_says_a_hold_a_hold_and_a_pain_a_pain(client, stage, done):
    """As the form asked for them: on the page that says Saved, and in the list of entries."""
    mine = make.assignment(days=3, stage=stage)
    client.force_login(mine.patient.user)
    session = make.session(mine, pain=2)
    for page in (reverse("session-saved", args=[session.client_id]), reverse("progress")):
        assert f"{done}, pain left 2" in words_of(client.get(page))
