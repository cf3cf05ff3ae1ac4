"""Publishing is a page: what differs, what is asked for, who is on which version. It freezes what it showed alone."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from patients.models import WhatIf
from programs import clock
from programs.editor import drafting, publishing
from programs.models import Exercise, ProgramVersion, Variation
from tests import make
from tests.html import form_to, parse, values_of, words_of

pytestmark = pytest.mark.django_db
NOTE = "Stage 2 asks for a day more."


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor():
    return signed_in(make.editor())


@pytest.fixture
def draft():
    ProgramVersion.objects.filter(pk=make.version().pk).update(changes="Begun  again.")
    made = publishing.duplicate(make.version())
    made.stages.filter(position=2).update(run_length=6)
    made.stages.get(position=1).prescriptions.update(offered=None)
    return made


def address(draft):
    return reverse("publish-version", args=[draft.pk])


def opened(client, draft):
    document, faults = parse(client.get(address(draft)))
    assert faults == []
    return values_of(form_to(document, address(draft)), document)


def publishes(client, draft, note=NOTE, **options):
    return client.post(address(draft), {**opened(client, draft), "changes": note}, **options)


def faultless(response):
    assert parse(response)[1] == []
    return words_of(response)


def test_freezes_a_draft_with_the_note_that_says_what_changed(editor, draft):
    assert f"Version {draft.number} is published." in words_of(publishes(editor, draft, follow=True))
    latest = draft.program.latest_published()
    assert (latest, latest.changes, latest.rules["stages"][1]["run_length"]) == (draft, NOTE, 6)
    assert (latest.published_by.name, LogEntry.objects.get().get_change_message()) == ("Ruth Kowalczyk", "Published.")
    shown = faultless(editor.get(address(draft)))
    assert f"Version {draft.number} is published" in shown
    assert "Try" not in shown


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("", "Please say what changed"),
        (" \n ", "Please say what changed"),
        ("begun\nAGAIN.", "This is the note of version 1. Please say what changed since."),
    ],
)
def test_asks_for_a_note_of_its_own_and_keeps_what_was_typed(editor, draft, note, sentence):
    response = publishes(editor, draft, note)
    assert (response.status_code, sentence in faultless(response)) == (422, True)
    document, _faults = parse(response)
    kept = values_of(form_to(document, address(draft)), document)
    assert kept["changes"][0].split() == note.split()
    draft.refresh_from_db()
    assert (draft.is_draft, draft.changes) == (True, "")


def test_asks_for_no_note_where_nothing_is_replaced(editor, draft):
    draft.program.pk, draft.program.slug, draft.program.name = None, "new", "New"
    draft.program.save()
    ProgramVersion.objects.filter(pk=draft.pk).update(program=draft.program, number=1)
    assert "It is the first version of this programme" in faultless(editor.get(address(draft)))
    assert publishes(editor, draft, "").status_code == 302


def test_shows_what_differs_and_when_each_stage_opens_and_why_a_number_is_unusual(editor, draft):
    draft.stages.filter(position=3).update(min_days=3, reasons={"min_days": "Tried before."})
    shown = faultless(editor.get(address(draft)))
    assert "Green days in a row 5 6" in shown
    assert "Nothing is missing." in shown
    assert "Stage 2: its gate opens on its day" in shown
    assert "3: Tried before." in shown
    assert "Not tried yet." in shown


def test_names_what_is_missing_and_publishes_nothing_then(editor, draft):
    draft.stages.get(position=3).prescriptions.all().delete()
    sentence = "Stage 3, Prone hamstring curl has no exercise that counts towards its gate."
    assert sentence in faultless(editor.get(address(draft)))
    response = publishes(editor, draft)
    assert (response.status_code, sentence in faultless(response), NOTE in words_of(response)) == (422, True, True)
    draft.refresh_from_db()
    assert draft.is_draft


# Two editors ----------------------------------------------------------------------------------------------------------


def wrote_a_stage(draft):
    draft.stages.filter(position=2).update(summary="Hers.")


def wrote_a_number(draft):
    ProgramVersion.objects.filter(pk=draft.pk).update(review_after_days=56)


def wrote_the_note(draft):
    ProgramVersion.objects.filter(pk=draft.pk).update(changes="Hers.")


def took_a_stage_out(draft):
    drafting.remove_stage(draft.stages.get(position=5))


def wrote_a_variation(draft):
    Variation.objects.create(exercise=Exercise.objects.get(slug="double-leg-bridge"), slug="new", name="Hers.", level=9)


MEANWHILE = {
    wrote_a_stage: ("Stage 2, Single-leg bridge was changed meanwhile.", "What it is for: Hers."),
    wrote_a_number: ("What holds in every stage was changed meanwhile.", "56"),
    wrote_the_note: ("What changed, theirs", "Hers."),
    took_a_stage_out: ("was removed meanwhile.", "Now it is"),
    wrote_a_variation: ("Stage 1, Double-leg bridge was changed meanwhile.", "Hers."),
}


@pytest.mark.parametrize("meanwhile", MEANWHILE, ids=lambda one: one.__name__)
def test_freezes_nothing_but_what_its_page_showed(editor, draft, meanwhile):
    values = opened(editor, draft)
    meanwhile(draft)
    response = editor.post(address(draft), {**values, "changes": NOTE})
    words = faultless(response)
    assert response.status_code == 409
    assert [one for one in MEANWHILE[meanwhile] if one.lower() not in words.lower()] == []
    assert NOTE in words
    assert ProgramVersion.objects.get(pk=draft.pk).is_draft
    document, _faults = parse(response)
    again = values_of(form_to(document, address(draft)), document)
    assert editor.post(address(draft), again).status_code == 302
    assert ProgramVersion.objects.get(pk=draft.pk).changes == NOTE


@pytest.mark.parametrize("revision", [None, "", "x"])
def test_freezes_nothing_that_no_page_of_its_own_showed(editor, draft, revision):
    sent = {"changes": NOTE} | ({} if revision is None else {"revision": revision})
    response = editor.post(address(draft), sent)
    assert (response.status_code, NOTE in faultless(response)) == (409, True)
    assert ProgramVersion.objects.get(pk=draft.pk).is_draft


@pytest.mark.parametrize("by", [make.editor, lambda: None])
def test_keeps_the_note_where_another_has_published_meanwhile(editor, draft, by):
    values = opened(editor, draft)
    publishing.publish(draft, by=by(), now=clock.now())
    response = editor.post(address(draft), {**values, "changes": NOTE})
    words = faultless(response)
    assert (response.status_code, "meanwhile. Your note was not used" in words, NOTE in words) == (409, True, True)
    assert ProgramVersion.objects.get(pk=draft.pk).changes == ""


# Who is on which version ----------------------------------------------------------------------------------------------


def test_says_how_many_are_on_which_version_and_names_them_to_those_who_treat_them(editor, draft):
    physio = make.physio()
    hanna = make.assignment(make.patient(by=physio)).patient
    make.assignment(make.patient(name="Emil Elsewhere"))
    page = editor.get(address(draft))
    assert "Version 1 2 patients" in faultless(page)
    assert "Hanna" not in page.content.decode()
    physio.groups.add(*make.editor().groups.all())
    page = signed_in(physio).get(address(draft))
    assert "1 of your clinics Hanna Whitcombe" in faultless(page)
    assert reverse("patient-page", args=[hanna.public_id]) in page.content.decode()
    assert "Emil" not in page.content.decode()


def test_asks_the_same_number_of_queries_however_many_patients_there_are(editor, draft):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            editor.get(address(draft))
        return len(asked)

    physio = make.physio()
    make.assignment(make.patient(by=physio))
    queries()  # the first one asks for what is kept
    few = queries()
    for name in ("Ada", "Bea", "Cem"):
        make.assignment(make.patient(by=physio, name=name))
    assert queries() == few
    assert few <= 43


@pytest.mark.parametrize(
    ("tried", "sentence"),
    [
        ({}, "Being worked out."),
        ({"finished_at": clock.now}, "It could not be worked out."),
        ({"finished_at": clock.now, "counts": {"patients": 1}}, "too few histories to show a figure"),
    ],
)
def test_says_how_far_the_replay_is(editor, draft, tried, sentence):
    values = {name: value() if callable(value) else value for name, value in tried.items()}
    by = make.editor()
    WhatIf.objects.create(draft=draft, rules={}, requested_by=by, requested_at=clock.now(), patients=0, **values)
    shown = faultless(editor.get(address(draft)))
    assert sentence in shown
    assert ("The rules have changed since it was tried." in shown) is ("finished_at" in tried)
