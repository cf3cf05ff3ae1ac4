import pytest
from django.urls import reverse

from patients import engine, services
from programs import clock
from tests import html, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready():
    running = make.assignment(days=9)
    make.good_days(running, 5)
    return running


def give(client, of, **data):
    client.force_login(of.patient.physio)
    return client.post(reverse("give-directive", args=[of.patient.public_id]), data)


def answer(of):
    of.standing.refresh_from_db()
    return of.standing.outcome, of.standing.because


def test_holds_a_patient_at_a_stage_and_releases_again(client, ready):
    give(client, ready, kind="hold", value="1", reason="Race on Sunday.")
    assert answer(ready) == ("hold", "clinician_hold")
    give(client, ready, kind="hold", value="", reason="Race is over.")
    assert answer(ready) == ("suggest_next", "criteria_met")


def test_moves_the_green_edge_by_a_ceiling(client):
    running = make.assignment(days=9, intake=3)
    make.good_days(running, 5, pain=4)
    assert answer(running)[0] != "suggest_next"
    give(client, running, kind="ceiling", value="4", reason="Usual mornings are 4.")
    assert running.standing.__class__.objects.get(assignment=running).review.inputs["pain_ceiling"] == 4


def test_keeps_the_harder_variation_back(client):
    running = make.assignment(days=5)
    for days_ago in (3, 2, 1):
        make.session(running, days_ago=days_ago, harder=False)
        make.morning(running, days_ago=days_ago - 1)
    assert answer(running) == ("suggest_level_up", "variation")
    give(client, running, kind="self_paced", value="0", reason="Let me see it first.")
    assert answer(running) == ("hold", "variation")


def test_switches_suggestions_off_for_one_patient_and_logging_stays(client, ready):
    give(client, ready, kind="engine", value="0", reason="Wants plain logging.")
    assert answer(ready) == ("", "")
    make.session(ready)
    assert ready.sessions.count() == 6


def test_switches_suggestions_off_for_a_clinic(ready):
    ready.patient.clinic.engine_on = False
    ready.patient.clinic.save()
    services.review_assignment(ready, clock.now())
    assert answer(ready) == ("", "")


@pytest.mark.parametrize(
    "data, words",
    [
        ({"kind": "hold", "value": "1", "reason": " "}, "Please give a reason."),
        ({"kind": "ceiling", "value": "6", "reason": "x"}, "More than 5 is not offered"),
        ({"kind": "ceiling", "value": "3.5", "reason": "x"}, "Please choose a whole number from 0 to 5."),
        ({"kind": "hold", "value": "3", "reason": "x"}, "This is either on or off."),
        ({"kind": "magic", "value": "1", "reason": "x"}, "Please choose from the list."),
    ],
)
def test_refuses_what_makes_no_sense_and_records_nothing(client, ready, data, words):
    response = give(client, ready, **data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ready.directives.exists()


def test_appears_in_every_later_explanation(client, ready):
    give(client, ready, kind="ceiling", value="4", reason="Usual mornings are 4.")
    make.session(ready)
    page = client.get(reverse("patient-page", args=[ready.patient.public_id])).content.decode()
    assert "Pain of up to 4 counts as calm." in page
    assert "Usual mornings are 4." in page


def test_says_in_words_which_lever_holds_now(client, ready):
    page = reverse("patient-page", args=[ready.patient.public_id])
    give(client, ready, kind="pause", value="1", reason="Travelling.")
    assert "Programme paused. Your reason stands beside it." in client.get(page).content.decode()
    give(client, ready, kind="pause", value="", reason="Back again.")
    assert "Programme goes on. Your reason stands beside it." in client.get(page).content.decode()


def test_names_no_engine_where_the_rules_did_not_answer(client, ready):
    give(client, ready, kind="pause", value="1", reason="Travelling.")
    page = client.get(reverse("patient-page", args=[ready.patient.public_id])).content.decode()
    assert "The patient can still log. The rules suggest nothing." in page
    assert "engine ." not in page
    assert "Consensus defaults, no study" not in page


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("hold", "No further stage is suggested.", "The next stage is suggested again"),
        ("pause", "The patient reads “Your programme is paused”", "the first two sessions are half"),
    ],
)
def test_says_what_a_switch_will_change_before_it_is_pressed(client, kind, before, after):
    of = make.assignment(days=9)
    client.force_login(of.patient.physio)
    url = reverse("patient-page", args=[of.patient.public_id])
    assert before in html.words_of(client.get(url))
    services.give_directive(of, kind, 1, reason="Ill.", by=of.patient.physio, now=clock.now())
    words = html.words_of(client.get(url))
    assert after in words and before not in words


def test_lets_a_ceiling_keep_the_colour_of_the_days_before_as_its_form_says(client):
    of = make.assignment(days=9)
    for days_ago in (3, 2, 1):
        make.session(of, days_ago=days_ago, pain=4)
        make.morning(of, days_ago=days_ago - 1, pain=1)
    client.force_login(of.patient.physio)
    words = html.words_of(client.get(reverse("patient-page", args=[of.patient.public_id])))
    assert "Days before today keep their colour, and red stays red." in words
    before = engine.read(of, clock.now()).zones
    services.give_directive(of, "ceiling", 5, reason="Agreed.", by=of.patient.physio, now=clock.now())
    assert engine.read(of, clock.now()).zones == before
