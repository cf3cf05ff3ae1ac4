"""The whole plan again: a clinician's act with a reason, seen on the page, in the timeline and by the auditor."""

import pytest
from django.urls import reverse

from patients import services
from patients.models import AuditEntry, Directive, DirectiveKind
from programs import clock
from tests import html, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def eased(client):
    """Pain of 7 three days ago; the physio is signed in."""
    of = make.assignment(days=20, stage=2)
    make.session(of, days_ago=3, pain=7)
    client.force_login(of.patient.physio)
    return of


def page(client, of):
    return html.words_of(client.get(reverse("patient-page", args=[of.patient.public_id])))


def asks(client, of, reason="A fall, not the tendon."):
    return client.post(reverse("ask-whole-plan", args=[of.patient.public_id]), {"reason": reason})


@pytest.mark.by_day
def test_shows_what_today_asks_and_every_reason(client, eased):
    assert "Half of this stage Eased since the bad day" in page(client, eased)


def test_asks_for_the_whole_plan_again(client, eased):
    assert asks(client, eased).status_code == 302
    directive = Directive.objects.get(kind=DirectiveKind.WHOLE_PLAN)
    assert (directive.by, directive.reason) == (eased.patient.physio, "A fall, not the tendon.")
    assert AuditEntry.objects.filter(verb="directive.whole_plan").count() == 1
    shown = page(client, eased)
    assert "The whole stage" in shown and "Ask for the whole plan" not in shown
    assert "The whole plan again. “A fall, not the tendon.”" in shown


@pytest.mark.parametrize("reason", ["", "  "])
def test_asks_for_nothing_without_a_reason(client, eased, reason):
    answer = asks(client, eased, reason)
    assert answer.status_code == 422
    assert "Ask for the whole plan" in answer.content.decode()
    assert not Directive.objects.exists()


def test_is_no_directive_among_the_others(client, eased):
    url = reverse("give-directive", args=[eased.patient.public_id])
    assert client.post(url, {"kind": "whole_plan", "value": 1, "reason": "Well."}).status_code == 422
    with pytest.raises(services.Refused):
        services.give_directive(
            eased, DirectiveKind.WHOLE_PLAN, 1, reason="Well.", by=eased.patient.physio, now=clock.now()
        )
