"""Until when it is meant, what a physio sets for one patient: it is said, changes nothing by itself, and comes back."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from patients import services
from patients.domain.triage import place_of
from patients.models import Standing
from programs import clock
from tests import html, make

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def running():
    of = make.assignment(days=20, stage=2)
    make.session(of, days_ago=1)
    make.morning(of)
    return of


def today_of(of):
    return of.patient.today(clock.now())


def sets(of, what, until, **options):
    """One of what can have an end, set until so many days from today."""
    until_on = None if until is None else today_of(of) + until * DAY
    said = {"reason": "Agreed.", "by": of.patient.physio, "now": clock.now(), "until_on": until_on} | options
    if what == "dose":
        one = make.main_prescription(of)
        return services.change_dose(of, one, sets=one.sets - 1, target=one.target, **said)
    return services.give_directive(of, what, 4 if what == "ceiling" else 1, **said)


def kept(of):
    standing = Standing.objects.get(assignment=of)
    return standing.ends_kind, standing.ends_on


def said_after(of, days):
    """(group, code) so many days from now, marks and all."""
    of.standing.refresh_from_db()
    place = place_of(of.standing, of.patient, clock.now() + days * DAY)
    codes = [one.code for one in (place.reason, *place.others) if one]
    return "ended" in codes


@pytest.mark.parametrize("what", ["hold", "ceiling", "pause", "dose"])
def test_comes_back_when_it_has_passed(running, what):
    sets(running, what, 7)
    assert kept(running) == (what, today_of(running) + 7 * DAY)
    assert [said_after(running, days) for days in (0, 7, 8)] == [False, False, True]


@pytest.mark.parametrize("what", ["hold", "ceiling", "pause", "dose"])
def test_holds_on_until_somebody_decides(running, what):
    sets(running, what, 7)
    services.review_assignment(running, clock.now() + 9 * DAY)
    running.standing.refresh_from_db()
    if what == "dose":
        assert running.doses_set()
    else:
        assert running.directives.filter(kind=what).first().value
    assert kept(running)[0] == what


def test_is_quiet_once_it_was_set_anew_or_taken_away(running):
    sets(running, "pause", 3)
    sets(running, "pause", 10)
    assert kept(running) == ("pause", today_of(running) + 10 * DAY)
    services.give_directive(running, "pause", None, reason="Back.", by=running.patient.physio, now=clock.now())
    assert kept(running) == (None, None)


def test_names_the_first_end_of_several(running):
    sets(running, "hold", 9)
    sets(running, "dose", 4)
    assert kept(running) == ("dose", today_of(running) + 4 * DAY)
    stage = running.version.stages.get(position=3)
    services.change_stage(running, stage, by=running.patient.physio, reason="On.", now=clock.now())
    assert kept(running) == ("hold", today_of(running) + 9 * DAY)


def test_is_taken_back_with_the_decision(client, running):
    sets(running, "hold", 9)
    directive = running.directives.get()
    services.undo_decision(running, f"directive:{directive.pk}", by=running.patient.physio, now=clock.now())
    assert kept(running) == (None, None)


def test_needs_no_end_and_takes_none_that_is_past(running):
    sets(running, "pause", None)
    assert kept(running) == (None, None)
    with pytest.raises(services.Refused, match="This day is past"):
        sets(running, "hold", -1)
    sets(running, "engine", 5)
    assert running.directives.get(kind="engine").until_on is None


def test_says_the_end_or_that_there_is_none(client, running):
    client.force_login(running.patient.physio)
    until = today_of(running) + 7 * DAY
    data = {"kind": "pause", "value": "1", "reason": "Holiday.", "until_on": until, "form_id": uuid.uuid4()}
    client.post(reverse("give-directive", args=[running.patient.public_id]), data)
    sets(running, "hold", None)
    words = html.text_of(page_of(client, running))
    end = f"{until.day} {until:%B}"
    given = f"{today_of(running):%A} {today_of(running).day} {today_of(running):%B}"
    assert f"Programme paused. Jonas Adeyemi, {given}, until {end}: “Holiday.”" in words
    assert f"Held at this stage. Jonas Adeyemi, {given}, no end set: “Agreed.”" in words
    assert f"Programme paused. Meant until {end}. “Holiday.”" in words
    assert f"Programme paused, until {end}." in html.text_of(html.parse(client.get(reverse("caseload")))[0])


def test_is_chosen_beside_the_hold_of_a_suggestion_and_named_before_it_is_done(client, running):
    client.force_login(running.patient.physio)
    until = today_of(running) + 7 * DAY
    form = next(one for one in html.forms_of(page_of(client, running)) if "/reviews/" in one.get("action", ""))
    assert until.isoformat() in [one.get("value") for one in form.iter("option")]
    for chosen, end in ((until, f"until {until.day} {until:%B}"), ("", "no end set")):
        data = {"kind": "hold", "value": "1", "reason": "Agreed.", "until_on": chosen, "ask_first": "1"}
        answer = client.post(reverse("give-directive", args=[running.patient.public_id]), data)
        assert f"Hold at this stage, {end}: not done yet" in html.words_of(answer)
    assert kept(running) == (None, None)


def page_of(client, of):
    return html.parse(client.get(reverse("patient-page", args=[of.patient.public_id])))[0]


def test_says_in_the_list_what_has_passed(client, running):
    sets(running, "pause", 0)
    client.force_login(running.patient.physio)
    Standing.objects.update(ends_on=today_of(running) - 3 * DAY)
    assert "Pause meant until" in html.text_of(html.parse(client.get(reverse("caseload")))[0])
