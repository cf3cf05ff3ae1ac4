import json
import re
import uuid

import pytest
from django.urls import reverse

from patients import services
from programs import clock
from tests import make
from tests.patients.test_query_budgets import queries

pytestmark = pytest.mark.django_db


def opens(client, of, **query):
    client.force_login(of.patient.user)
    return client.get(reverse("guide-session"), query)


def course_of(response):
    """What the page brings for the script of the exercise that is first, and of the whole day."""
    brought = json.loads(re.search(r'<script id="guide-course"[^>]*>(.*?)</script>', response.content.decode())[1])
    return brought | {"say": brought["words"]["say"]} | brought["exercises"][0]


def names(response):
    return [one["name"] for one in course_of(response)["sets"]]


@pytest.fixture
def running():
    return make.assignment(days=3)


def test_brings_ten_holds_of_ten_seconds_with_their_rests(client, running):
    course = course_of(opens(client, running))
    assert (course["hold"], course["target"], course["rest"], len(course["sets"])) == (True, 10, 20, 10)
    assert course["sets"][0]["where"] == "Set 1 of 10"
    assert course["sets"][9]["nth"] == "Hold 10 of 10"


@pytest.mark.parametrize(("side", "first"), [("left", "left"), ("right", "right")])
def test_begins_every_set_with_the_affected_leg(client, side, first):
    response = opens(client, make.assignment(days=3, stage=2, side=side))
    other = {"left": "right", "right": "left"}[first]
    assert names(response)[:4] == [f"set-1-{first}", f"set-1-{other}", f"set-2-{first}", f"set-2-{other}"]
    assert len(names(response)) == 20


def test_counts_repetitions_where_the_dose_does(client):
    course = course_of(opens(client, make.assignment(days=3, stage=3)))
    assert (course["hold"], course["target"], course["rest"], len(course["sets"])) == (False, 20, 60, 6)


def test_leads_through_the_exercise_in_the_link(client):
    running = make.assignment(days=3, stage=2)
    keeps = running.standing.stage.prescriptions.get(role="maintenance")
    assert names(opens(client, running, exercise=keeps.pk)) == ["set-1-both", "set-2-both", "set-3-both"]


def exercises(response):
    return [one["fields"]["prescription"] for one in course_of(response)["exercises"]]


def test_goes_on_with_what_is_kept_going_on_the_same_day(client):
    running = make.assignment(days=3, stage=3)
    main, kept = (str(running.standing.stage.prescriptions.get(role=role).pk) for role in ("main", "maintenance"))
    assert exercises(opens(client, running)) == [main, kept]
    assert exercises(opens(client, running, exercise=kept)) == [kept, main]


def test_does_not_go_on_with_an_exercise_that_is_done_today(client):
    running = make.assignment(days=3, stage=3)
    main = str(make.main_prescription(running).pk)
    kept = running.standing.stage.prescriptions.get(role="maintenance")
    make.session(running, prescription=kept, variation=kept.variations[0])
    assert exercises(opens(client, running)) == [main]


def test_does_not_go_on_with_what_belongs_to_the_days_between(client):
    running = make.assignment(days=3, stage=3)
    kept = running.standing.stage.prescriptions.get(role="maintenance")
    running.standing.stage.prescriptions.filter(pk=kept.pk).update(role="between")
    assert exercises(opens(client, running)) == [str(make.main_prescription(running).pk)]
    assert exercises(opens(client, running, exercise=kept.pk)) == [str(kept.pk)]


def test_keeps_its_short_words_for_when_there_is_no_signal(client):
    assert "audio/words-en" in client.get("/sw.js").content.decode()


def test_counts_at_the_prescribed_tempo_and_slowly_without_one(client):
    running = make.assignment(days=3, stage=3)
    assert course_of(opens(client, running))["pace"] == 4
    one = running.standing.stage.prescriptions.filter(role="main")
    one.update(tempo_lower=3, tempo_hold=0, tempo_raise=3)
    assert course_of(opens(client, running))["pace"] == 6


def test_hands_the_log_what_its_form_opens_with(client):
    running = make.assignment(days=3, stage=3)
    one = running.standing.stage.prescriptions.get(role="maintenance")
    fields = course_of(opens(client, running, exercise=one.pk))["fields"]
    page = client.get(f"{reverse('log-session')}?exercise={one.pk}").context["form"]
    assert fields["prescription"] == str(page.initial["prescription"])
    shown = {name: str(page.initial[name]) for name in ("dose_sets", "dose_target", "variation")}
    assert {name: fields[name] for name in shown} == shown


def test_has_every_sentence_that_it_speaks_in_the_page(client, running):
    course = course_of(opens(client, running))
    assert course["words"]["dose"] == "10 sets of 10 seconds"
    assert course["say"]["hold"] == "Hold."
    assert course["sets"][0]["clips"] == []


@pytest.mark.parametrize("exercise", ["", "0", "-1", "x", "99999999999999999999", "\0", "1' OR 1=1"])
def test_leads_through_the_main_exercise_where_the_link_names_none_of_today(client, running, exercise):
    assert names(opens(client, running, exercise=exercise))[0] == "set-1-both"


def test_leads_through_no_exercise_of_a_later_stage(client, running):
    later = running.version.stages.get(position=2).prescriptions.get(role="main")
    assert len(names(opens(client, running, exercise=later.pk))) == 10


def test_goes_on_with_the_sets_that_are_missing_today(client, running):
    make.session(running, sets=6)
    response = opens(client, running)
    assert names(response) == [f"set-{number}-both" for number in (7, 8, 9, 10)]
    assert course_of(response)["sets"][0]["nth"] == "Hold 7 of 10"
    assert not course_of(response)["complete"]


def test_begins_anew_once_every_set_of_today_is_done(client, running):
    make.session(running)
    assert len(names(opens(client, running))) == 10


def test_knows_what_is_logged_so_that_it_is_not_resumed(client, running):
    session = make.session(running)
    assert course_of(opens(client, running))["logged"] == [str(session.client_id)]


def test_brings_ids_and_numbers_but_no_name(client, running):
    course = json.dumps(course_of(opens(client, running))["exercises"])
    assert str(running.patient.public_id) in course
    assert not [word for word in running.patient.name.split() if word in course]


def test_says_every_step_in_plain_text_with_a_way_to_log(client, running):
    page = opens(client, running).content.decode()
    one = make.main_prescription(running)
    assert all(line in page for line in one.exercise.instructions.splitlines())
    assert "20 seconds after each set" in page
    assert f'href="{reverse("log-session")}?exercise={one.pk}"' in page
    assert [page.count(f"--heels-close--{end}.") for end in ("start", "end")] == [2, 2]


def test_leads_through_nothing_while_the_exercises_are_paused(client, running):
    services.raise_flags(running.patient, ["calf"], client_id=uuid.uuid4(), by=running.patient.user, now=clock.now())
    page = opens(client, running).content.decode()
    assert "Your exercises are paused." in page
    assert "guide-course" not in page


@pytest.mark.by_day
def test_leads_through_nothing_in_a_flare(client, running):
    make.session(running, days_ago=1, pain=8)
    make.morning(running, pain=8)
    running.standing.refresh_from_db()
    assert running.standing.outcome == "reduce"
    page = opens(client, running).content.decode()
    assert "guide-course" not in page
    assert "No exercises today" in page


def test_is_offered_on_today_beside_set_by_set(client, running):
    client.force_login(running.patient.user)
    link = f"{reverse('guide-session')}?exercise={make.main_prescription(running).pk}"
    assert link in client.get(reverse("today")).content.decode()
    make.session(running, sets=4)
    assert "Guide me through the rest" in client.get(reverse("today")).content.decode()
    make.session(running)
    assert link not in client.get(reverse("today")).content.decode()


def test_asks_as_many_queries_after_thirty_sessions_as_after_one(client, running):
    make.session(running, days_ago=1)
    opens(client, running)
    first = queries(lambda: opens(client, running))
    for _more in range(29):
        make.session(running, days_ago=2)
    assert len(queries(lambda: opens(client, running))) == len(first)
