"""A decision shows what it will change before it does: nothing is written by the first press, the second does that."""

import uuid

import pytest
from django.apps import apps
from django.urls import reverse

from patients import services
from patients.models import Assignment, AuditEntry, Flag
from patients.selectors import desk
from programs import clock
from tests import html, make
from tests.patients.test_query_budgets import queries

pytestmark = pytest.mark.django_db


class Desk:
    """A physio at the page of a patient with five good days, the next stage suggested."""

    def __init__(self, client):
        self.client, self.of = client, make.assignment(days=30)
        self.history()
        client.force_login(self.of.patient.physio)

    def history(self):
        make.good_days(self.of, 5)

    @property
    def now(self):
        return Assignment.objects.with_its_page().get(pk=self.of.pk)

    def presses(self, name, *ids, **typed):
        url = reverse(name, args=[self.of.patient.public_id, *ids])
        return self.client.post(url, {**typed, "ask_first": "1"})

    def decide(self, **typed):
        return self.presses("decide", self.now.standing.review.public_id, reason="As agreed.", **typed)

    def directive(self, kind, value):
        return self.presses("give-directive", kind=kind, value=value, reason="As agreed.")

    def dose(self, **typed):
        one = self.of.standing.stage.prescriptions.first()
        return self.presses("change-dose", prescription=one.pk, reason="As agreed.", **typed)


class Bad(Desk):
    """Two red days and a step back that is suggested."""

    def history(self):
        for days_ago in (5, 3):
            make.session(self.of, days_ago=days_ago, pain=8)


class Sore(Desk):
    """Days with pain of 4 while exercising: over the edge of 3."""

    def history(self):
        for days_ago in range(5, 0, -1):
            make.session(self.of, days_ago=days_ago, pain=4)
            make.morning(self.of, days_ago=days_ago - 1, pain=1)


class Alarm(Desk):
    def history(self):
        services.raise_flags(
            self.of.patient, ["calf"], client_id=uuid.uuid4(), by=self.of.patient.user, now=clock.now()
        )

    def close(self):
        flag = Flag.objects.get(patient=self.of.patient)
        return self.presses("close-flag", flag.public_id, words="We spoke.")


def second(desk):
    return desk.of.version.stages.get(position=2).pk


TABLE = {
    "accepted": (Desk, lambda d: d.decide(decision="accepted"), "Single-leg bridge, 10 × 10 s, each leg"),
    "another stage": (Desk, lambda d: d.decide(decision="other_stage", stage=second(d)), "Single-leg bridge"),
    "declined": (Desk, lambda d: d.decide(because="wait"), "A notice that something new waits"),
    "halved": (Bad, lambda d: d.decide(decision="halved"), "Half for now, set today: 0 of 3 sessions done."),
    "ceiling": (Sore, lambda d: d.directive("ceiling", 5), "0 of 5 logged days in 14 days."),
    "hold": (Desk, lambda d: d.directive("hold", 1), "Held at this stage."),
    "self-paced": (Desk, lambda d: d.directive("self_paced", 0), "The harder variation waits for the physio."),
    "pause": (Desk, lambda d: d.directive("pause", 1), "Your programme is paused"),
    "engine off": (Desk, lambda d: d.directive("engine", 0), "Suggestions are off"),
    "dose": (Desk, lambda d: d.dose(quick="less"), "Measured against Double-leg bridge, 9 × 10 s."),
    "half for now": (Desk, lambda d: d.presses("ease-dose", sessions=4, reason="Sore."), "0 of 4 sessions done."),
    "end": (Desk, lambda d: d.presses("end-programme", reason="Well.", maintenance="Twice a week."), "Twice a week."),
    "alarm closed": (Alarm, Alarm.close, "Alarm closed today: 0 of 2 sessions since."),
}
decisions = pytest.mark.parametrize(("at", "presses", "says"), TABLE.values(), ids=TABLE)


def rows():
    """Of everything but the audit: whoever looks is noted."""
    models = [model for model in apps.get_models() if model._meta.app_label in ("patients", "programs", "hhtclinic")]
    kept = [model for model in models if model is not AuditEntry]
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in kept}


def form_of(answer):
    """What the button sends that does it, as (address, fields)."""
    [form] = [one for one in html.forms_of(html.parse(answer)[0]) if "foreseen__acts" in one.get("class", "")]
    fields = {one.get("name"): one.get("value") for one in form.iter("input")}
    return form.get("action"), fields


@pytest.mark.by_day
@decisions
def test_writes_nothing_before_and_then_what_it_showed(client, at, presses, says):
    page = at(client)
    before, stood = rows(), desk.as_it_stands(page.now, clock.now())
    answer = presses(page)
    assert answer.status_code == 200
    assert rows() == before
    words = html.words_of(answer)
    assert "not done yet" in words and says in words
    shown = answer.context["foreseen"]["found"]
    address, fields = form_of(answer)
    assert client.post(address, fields).status_code == 302
    assert rows() != before
    assert desk.foreseen(stood, desk.as_it_stands(page.now, clock.now())) == shown


@pytest.mark.by_day
@decisions
def test_says_of_a_second_press_on_the_same_button_that_it_is_done(client, at, presses, says):
    answer = presses(at(client))
    address, fields = form_of(answer)
    client.post(address, fields)
    done = rows()
    again = client.post(address, fields, follow=True)
    assert "not done yet" not in html.words_of(again)
    assert "This was sent before. It is saved once, and this is it." in html.words_of(again)
    assert rows() == done


def test_says_what_today_asks_and_what_the_rules_answer(client):
    answer = Bad(client).decide(decision="halved")
    words = html.words_of(answer)
    assert "The rules’ answer" in words and "Because" in words and "The patient is sent" in words


def test_shows_it_anew_where_something_came_in_since(client):
    page = Desk(client)
    address, fields = form_of(page.decide(decision="declined"))
    make.session(page.now, pain=8)
    before = rows()
    answer = client.post(address, fields)
    assert answer.status_code == 422 or "Something has come in since" in html.words_of(answer)
    assert rows() == before


def test_shows_a_ceiling_anew_and_then_sets_it(client):
    page = Sore(client)
    address, fields = form_of(page.directive("ceiling", 5))
    make.session(page.now, pain=8)
    answer = client.post(address, fields)
    assert "Something has come in since this was shown" in html.words_of(answer)
    assert not page.of.directives.exists()
    address, fields = form_of(answer)
    assert client.post(address, fields).status_code == 302
    assert page.of.directives.get().value == 5


def test_says_what_is_missing_before_it_shows_anything(client):
    page = Desk(client)
    answer = page.presses("give-directive", kind="hold", value=1, reason="")
    assert answer.status_code == 422
    assert "Please give a reason" in html.words_of(answer)
    assert answer.context["foreseen"] is None


def test_brings_the_form_back_as_it_was_filled_in(client):
    answer = Desk(client).presses("ease-dose", sessions=4, reason="Sore since Sunday.")
    [field] = [one for one in html.parse(answer)[0].iter("input") if one.get("id") == "ease-reason"]
    assert field.get("value") == "Sore since Sunday."


def test_costs_as_many_queries_with_few_and_with_many_days(client):
    found = []
    for days in (3, 20):
        page = Desk(client)
        make.good_days(page.of, days)
        found.append(queries(lambda page=page: page.directive("hold", 1)))
    assert len(found[0]) == len(found[1])
