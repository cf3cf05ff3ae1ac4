"""Deciding on less at the desk: it looks, reads and is declined otherwise than more."""

import pytest
from django.urls import reverse

from tests import html, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def hurt():
    """A patient of stage 2 with two red days, whom the rules would take one step down."""
    running = make.assignment(days=20, stage=2)
    for days_ago in (6, 2):
        make.session(running, days_ago=days_ago, pain=7)
    assert running.standing.outcome == "step_back"
    return running


def page_of(client, of):
    client.force_login(of.patient.physio)
    return html.parse(client.get(reverse("patient-page", args=[of.patient.public_id])))[0]


def decide(client, of, **data):
    client.force_login(of.patient.physio)
    return client.post(reverse("decide", args=[of.patient.public_id, of.standing.review.public_id]), data)


def buttons_of(document):
    return {html.text_of(button): button.get("class", "").split() for button in document.iter("button")}


def test_names_the_direction_and_looks_like_it(client, hurt):
    buttons = buttons_of(page_of(client, hurt))
    assert "btn-down" in buttons["Accept, move down to stage 1"]
    ready = make.assignment(make.patient(name="Ida Up"), days=9)
    make.good_days(ready, 5)
    buttons = buttons_of(page_of(client, ready))
    assert "btn-primary" in buttons["Accept, move up to stage 2"]


def test_has_sentences_of_its_own_to_decline_with(client, hurt):
    buttons = buttons_of(page_of(client, hurt))
    assert "It is clear what made it hurt. Stay at this stage for now." in buttons
    assert "Let us wait one more week." not in buttons
    refused = decide(client, hurt, because="wait")
    assert refused.status_code == 422
    decide(client, hurt, because="once", reason="It was a fall.")
    hurt.standing.refresh_from_db()
    [declined] = hurt.reviews.decided()
    assert (declined.decision, hurt.standing.quiet) == ("declined", True)
    assert declined.reason == "We watch it for a few more days before we change anything. It was a fall."


def test_says_the_direction_of_every_other_stage_and_of_what_was_chosen(client, hurt):
    document = page_of(client, hurt)
    [select] = [one for one in document.iter("select") if one.get("name") == "stage"]
    directions = [html.text_of(option).split(":")[0] for option in select.iter("option")][1:]
    assert directions == ["Down", "Up", "Up", "Up"]
    first = hurt.version.stages.get(position=1)
    answer = decide(client, hurt, decision="other_stage", stage=first.pk, reason="Calm it.", ask_first=1)
    assert answer.context["foreseen"]["name"] == "Move down to stage 1"


def test_says_what_is_wrong_where_it_was_typed(client, hurt):
    document = html.parse(decide(client, hurt, decision="declined"))[0]
    [card] = [one for one in document.iter("section") if "suggestion" in one.get("class", "").split()]
    [refused] = [one for one in card.iter("div") if one.get("class") == "refused"]
    assert "autofocus" in refused.attrib
    assert "Please give a reason." in html.text_of(refused)
