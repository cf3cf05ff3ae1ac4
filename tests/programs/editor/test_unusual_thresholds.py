"""A threshold outside its usual range: the form asks why, and the reason stays with the version."""

import pytest
from django.urls import reverse

from programs import library, transfer
from programs.editor import publishing
from programs.models import ProgramVersion, Stage
from tests import make
from tests.html import words_of
from tests.programs.editor.test_admin import posted, signed_in

pytestmark = pytest.mark.django_db
QUESTION = "“Pain during, at most” is usually 0 to 3. Please say why it is 4 here."


@pytest.fixture
def draft():
    return publishing.duplicate(make.version())


@pytest.fixture
def editor():
    return signed_in(make.editor())


def page(stage):
    return reverse("admin:programs_stage_change", args=[stage.pk])


def test_asks_for_the_reason_beside_the_number_and_keeps_it(editor, draft):
    stage = draft.stages.first()
    refused = posted(editor, page(stage), pain_max="4")
    assert QUESTION in words_of(refused)
    assert b'name="why_pain_max"' in refused.content
    assert posted(editor, page(stage), pain_max="4", why_pain_max="Agreed with the team.").status_code == 302
    stage.refresh_from_db()
    assert (stage.pain_max, stage.reasons) == (4, {"pain_max": "Agreed with the team."})
    assert b'value="Agreed with the team."' in editor.get(page(stage)).content


def test_forgets_the_reason_of_a_number_that_is_usual_again(editor, draft):
    stage = draft.stages.first()
    posted(editor, page(stage), pain_max="4", why_pain_max="Agreed with the team.")
    posted(editor, page(stage), pain_max="3")
    stage.refresh_from_db()
    assert stage.reasons == {}


def test_asks_of_a_version_as_of_a_stage(editor, draft):
    address = reverse("admin:programs_programversion_change", args=[draft.pk])
    assert "“Red: pain during, from” is usually 5 to 6" in words_of(posted(editor, address, red_during="7"))
    assert posted(editor, address, red_during="7", why_red_during="The team\u2019s edge.").status_code == 302
    draft.refresh_from_db()
    assert draft.reasons == {"red_during": "The team\u2019s edge."}


def test_publishes_nothing_without_the_reason_however_it_was_written(draft):
    Stage.objects.filter(version=draft, position=2).update(pain_max=4)
    ProgramVersion.objects.filter(pk=draft.pk).update(pending_hours=73)
    draft.refresh_from_db()
    assert publishing.problems_of(draft) == ["“Hours until a morning counts as missing” is 12 to 72, and never 73."]
    ProgramVersion.objects.filter(pk=draft.pk).update(pending_hours=36)
    draft.refresh_from_db()
    assert publishing.problems_of(draft) == [f"Stage 2, Single-leg bridge: {QUESTION}"]


def test_keeps_the_reason_with_a_duplicate_and_shows_it_where_nothing_may_be_changed(draft):
    Stage.objects.filter(version=draft, position=2).update(pain_max=4, reasons={"pain_max": "Agreed."})
    publishing.publish(draft, by=None, now=make.version().published_at)
    shown = signed_in(make.physio()).get(page(draft.stages.get(position=2)))
    assert "Outside the usual range: Agreed." in words_of(shown)
    assert publishing.duplicate(draft).stages.get(position=2).reasons == {"pain_max": "Agreed."}


@pytest.mark.parametrize(("name", "value"), [("pain_max", 9), ("pain_max", 4)])
def test_takes_no_file_that_is_outside_or_says_no_reason(monkeypatch, name, value):
    document = library.read("goom-2016-proximal-hamstring")
    document["stages"][1]["gate"][name] = value
    monkeypatch.setattr(library, "read", lambda slug: document)
    with pytest.raises(transfer.Unfit, match="Pain during, at most"):
        transfer.load("goom-2016-proximal-hamstring", now=make.version().published_at)
