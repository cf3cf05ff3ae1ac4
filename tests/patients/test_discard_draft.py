"""A draft can be taken away: after a question, with what hangs on it, and as it was shown; what is published stays."""

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from patients.models import ClinicProgram, WhatIf
from patients.what_if import running
from programs import clock
from programs.editor import drafting, publishing
from programs.models import Guidance, Program, ProgramVersion
from tests import make
from tests.html import form_to, parse, values_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    client = Client()
    client.force_login(make.editor())
    return client


@pytest.fixture
def draft():
    """With all that can hang on one: a stage kept aside, a replay, criteria."""
    made = publishing.duplicate(make.version())
    drafting.remove_stage(made.stages.get(position=5))
    stage = made.stages.get(position=1)
    stage.criteria.create(metric="days_in_stage", operator="at_least", value=12)
    ProgramVersion.objects.filter(pk=made.pk).update(changes="Half written.")
    running.ask(made, by=make.editor(), now=clock.now())
    return made


def address(version):
    return reverse("discard-draft", args=[version.pk])


def change_page(version):
    return reverse("admin:programs_programversion_change", args=[version.pk])


def opened(client, version, ask=""):
    response = client.get(address(version) + ask)
    document, faults = parse(response)
    assert faults == []
    return words_of(response), values_of(form_to(document, address(version)), document)


def catalogue():
    """How many rows of each kind there are, histories and what was logged about them apart."""
    kept = [*apps.get_app_config("programs").get_models(), WhatIf]
    return {model.__name__: model.objects.count() for model in kept if "Historical" not in model.__name__}


def test_asks_first_then_takes_all_of_it_and_any_version_can_be_gone_back_to(editor):
    first, before = make.version(), catalogue()
    second = publishing.duplicate(first)
    publishing.publish(second, by=None, now=clock.now())
    kept = catalogue()
    third = publishing.duplicate(second)
    third.stages.filter(position=2).update(run_length=6)
    running.ask(third, by=make.editor(), now=clock.now())
    drafting.remove_stage(third.stages.get(position=5))
    page = editor.get(change_page(first))
    assert "that of version 3 is open. To begin from version 1, publish or discard it first." in words_of(page)
    assert f"{address(third)}?then={first.pk}" in page.content.decode()
    said, values = opened(editor, third, f"?then={first.pk}")
    for words in ("Stage 2, Single-leg bridge", "could be put back until now", "Green days in a row 5 6", "Tried on"):
        assert words in said
    response = editor.post(address(third), values, follow=True)
    assert response.redirect_chain[-1][0] == change_page(first)
    assert "The draft of version 3 is gone." in words_of(response)
    assert catalogue() == kept != before
    assert LogEntry.objects.latest("pk").get_change_message() == "Discarded the draft of version 3."
    response = editor.post(made_from(first), sealed(response, made_from(first)), follow=True)
    assert "This is the draft of version 3, made from version 1." in words_of(response)


def made_from(version):
    return reverse("admin:programs_programversion_duplicate", args=[version.pk])


def sealed(response, to):
    document, _faults = parse(response)
    return values_of(form_to(document, to), document)


def test_says_that_another_draft_is_open_and_copies_nothing_into_it(editor):
    first = make.version()
    values = sealed(editor.get(change_page(first)), made_from(first))
    draft = publishing.duplicate(first)
    drafting.remove_stage(draft.stages.get(position=5))
    response = editor.post(made_from(first), values, follow=True)
    assert "The draft of version 2 was there already: nothing of version 1 went into it." in words_of(response)
    assert draft.stages.count() == 4


def wrote_a_stage(draft):
    draft.stages.filter(position=2).update(summary="Hers.")


def wrote_the_note(draft):
    ProgramVersion.objects.filter(pk=draft.pk).update(changes="Hers.")


@pytest.mark.parametrize(
    ("meanwhile", "both"),
    [
        (wrote_a_stage, ("Stage 2, Single-leg bridge was changed meanwhile.", "what it is for: Hers.")),
        (wrote_the_note, ("The note is another one now: Hers.",)),
    ],
)
def test_takes_nothing_that_another_has_written_since(editor, draft, meanwhile, both):
    _said, values = opened(editor, draft)
    meanwhile(draft)
    before = catalogue()
    response = editor.post(address(draft), values)
    assert (response.status_code, catalogue() == before) == (409, True)
    assert [words for words in both if words not in words_of(response)] == []
    assert editor.post(address(draft), opened(editor, draft)[1]).status_code == 302
    assert not ProgramVersion.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("sent", [{}, {"revision": ""}, {"revision": "x", "then": "x"}])
def test_takes_nothing_that_no_page_of_its_own_showed(editor, draft, sent):
    before = catalogue()
    assert (editor.post(address(draft), sent).status_code, catalogue() == before) == (409, True)


def test_takes_nothing_that_was_published_meanwhile_and_says_so(editor, draft):
    _said, values = opened(editor, draft)
    publishing.publish(draft, by=None, now=clock.now())
    before = catalogue()
    response = editor.post(address(draft), values)
    assert (response.status_code, parse(response)[1], catalogue() == before) == (409, [], True)
    assert "A published version is never discarded" in words_of(response)
    assert "?then=" not in editor.get(change_page(draft)).content.decode()


def test_takes_a_programme_of_which_nothing_was_published_along_unless_somebody_counts_on_it(editor):
    draft = drafting.add_program(Program(name="New"))
    program = draft.program
    drafting.add_stage(draft)
    choice = ClinicProgram.objects.create(clinic=make.clinic(), program=program)
    card = Guidance.objects.create(slug="run", title="Run?", body="Ask.", topic="sport", source="Ours", program=program)
    said, values = opened(editor, draft)
    assert "1 clinic has chosen this programme." in said
    assert "1 card of guidance is written for this programme." in said
    assert editor.post(address(draft), values).status_code == 409
    choice.delete()
    card.delete()
    said, values = opened(editor, draft)
    assert "the programme goes with its draft" in said
    response = editor.post(address(draft), values, follow=True)
    assert "“New” is gone, and its draft with it." in words_of(response)
    assert not Program.objects.filter(pk=program.pk).exists()
