"""Forty editors at once, on stages, live exercises and cards, some of whom publish: nothing is silently lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from patients.models import SetLog
from programs.editor import publishing
from programs.models import Exercise, Guidance, Prescription, Stage
from tests import make
from tests.html import form_to, parse, values_of, words_of

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]
EDITORS, PUBLISHERS = 40, 4
TRIES = 60


def page(row):
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def opened(client, address):
    document, _faults = parse(client.get(address))
    return values_of(form_to(document, address), document)


def signed_in(number):
    client = Client()
    client.force_login(make.user(f"Editor {number}", staff=True, superuser=True))
    return client


class Editor:
    """Writes a text of its own into one field, and again where it was told that another was there first."""

    def __init__(self, number, target, field):
        self.client, self.target, self.field, self.mine = signed_in(number), target, field, f"Text {number}."
        self.saves, self.clashes = [], 0
        self.values = opened(self.client, page(target))

    def run(self, gate):
        gate.wait()
        for _try in range(TRIES):
            if self.field not in self.values:
                return  # published: the page says so, and has no field
            means = {"means": "wording"} if self.field == "cue" else {}
            answer = self.client.post(page(self.target), {**self.values, self.field: self.mine, **means})
            if answer.status_code == 302:
                self.saves.append((self.values[self.field][0], self.mine))
                return
            assert answer.status_code == 409
            assert self.mine in words_of(answer) + answer.content.decode()
            self.clashes += 1
            self.values = opened(self.client, page(self.target))
        raise AssertionError("never came through")


class Publisher:
    def __init__(self, number, draft):
        self.client, self.draft, self.saves, self.clashes = signed_in(number), draft, [], 0
        self.address = reverse("publish-version", args=[draft.pk])
        self.values = opened(self.client, self.address)

    def run(self, gate):
        gate.wait()
        for _try in range(TRIES):
            answer = self.client.post(self.address, {**self.values, "changes": "New."})
            self.clashes += answer.status_code == 409
            if "cannot be taken back" not in words_of(self.client.get(self.address)):
                return
            self.values = opened(self.client, self.address)
        raise AssertionError("never published")


def logged():
    """What patients logged, and what was asked of them."""
    sets = SetLog.objects.order_by("pk").values()
    asked = Prescription.objects.filter(pk__in=[one["prescription_id"] for one in sets])
    stages = Stage.objects.filter(prescriptions__in=asked).order_by("pk")
    return [list(rows) for rows in (sets, asked.order_by("pk").values(), stages.values())]


def targets(draft):
    card = Guidance.objects.create(slug="run", title="Can I run?", body="Ask.", topic="sport", source="Ours")
    stages = [(draft.stages.get(position=position), "summary") for position in (1, 2)]
    return [*stages, (Exercise.objects.get(slug="single-leg-bridge"), "cue"), (card, "body")]


def test_loses_nothing_without_a_word(figure):
    running = make.assignment(days=5)
    make.session(running)
    draft = publishing.duplicate(running.version)
    rows = targets(draft)
    first = [getattr(row, field) for row, field in rows]
    before = logged()
    assert before[0]
    some = islice(cycle(rows), EDITORS - PUBLISHERS)
    people = [Editor(number, *one) for number, one in enumerate(some)]
    people += [Publisher(number, draft) for number in range(EDITORS - PUBLISHERS, EDITORS)]
    gate = threading.Barrier(EDITORS)

    def run(person):
        try:
            person.run(gate)
        finally:
            connection.close()

    with ThreadPoolExecutor(EDITORS) as pool:
        list(pool.map(run, people))
    draft.refresh_from_db()
    assert not draft.is_draft
    assert logged() == before
    lost = 0
    for (row, field), text in zip(rows, first, strict=True):
        saves = dict(save for one in people if getattr(one, "target", None) == row for save in one.saves)
        count = sum(len(one.saves) for one in people if getattr(one, "target", None) == row)
        lost += count - len(saves)  # two that were written over the same text: one of them went without a word
        while text in saves:
            text = saves.pop(text)
        row.refresh_from_db()
        lost += len(saves) + (getattr(row, field) != text)
    told = sum(one.clashes for one in people)
    figure("saved by forty editors at once", sum(len(one.saves) for one in people))
    figure("told that another was first", told)
    assert (lost, bool(told)) == (0, True)
