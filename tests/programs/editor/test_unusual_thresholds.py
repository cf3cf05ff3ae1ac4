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
    text = library.text("goom-2016-proximal-hamstring").decode()
    monkeypatch.setattr(library, "text", lambda slug: text.replace(f"{name} = 3", f"{name} = {value}").encode())
    with pytest.raises(transfer.Unfit, match=r"line \d+, stages\[1\]\.gate\.pain_max"):
        transfer.load("goom-2016-proximal-hamstring", now=make.version().published_at)


WEIGHED = {
    **{
        "prescriptions-0-repetitions_most": "25",
        "prescriptions-0-load_kg": "12.5",
        "prescriptions-0-load_kg_most": "15",
    },
    **{"prescriptions-0-tempo_lower": "3", "prescriptions-0-tempo_hold": "0", "prescriptions-0-tempo_raise": "3"},
}


def test_says_load_range_and_tempo_of_a_dose_in_words(editor, draft):
    stage = draft.stages.get(position=3)
    assert posted(editor, page(stage), **WEIGHED).status_code == 302
    one = stage.prescriptions.first()
    assert (one.dose, one.tempo_in_words) == ("3 × 20–25, each leg, 12.5–15 kg", "3 s up, 3 s down")
    shown = editor.get(page(stage)).content.decode()
    assert 'value="12.5"' in shown and '<details class="table-behind" open>' in shown
    publishing.publish(draft, by=None, now=make.version().published_at)
    assert f"{one.dose}; {one.tempo_in_words}" in words_of(editor.get(page(stage)))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"repetitions_most": "20"}, "A range goes from less to more."),
        ({"seconds_most": "20"}, "A range goes from less to more."),
        ({"load_rm": "8"}, "Say the load in one way"),
        ({"load_kg": "0"}, "greater than or equal to 0.25"),
        ({"load_kg": "401"}, "less than or equal to 400"),
        ({"tempo_raise": ""}, "A tempo has three numbers"),
        ({"load_kg_most": "151"}, "“Load, kg, at most” is usually 0 to 150. Please say why it is 151 here."),
        ({"rest_seconds": "301"}, "“Rest, seconds” is usually 0 to 300. Please say why it is 301 here."),
    ],
)
def test_refuses_a_dose_that_nobody_could_read(editor, draft, changes, said):
    row = {f"prescriptions-0-{name}": value for name, value in changes.items()}
    stage = draft.stages.get(position=3)
    assert said in words_of(posted(editor, page(stage), **(WEIGHED | row)))
    assert stage.prescriptions.first().dose == "3 × 20, each leg"


def test_publishes_no_unusual_dose_without_its_reason(draft):
    one = draft.stages.get(position=3).prescriptions.first()
    row = type(one).objects.filter(pk=one.pk)
    row.update(sets=12)
    asked = (
        "Stage 3, Prone hamstring curl: Prone hamstring curl: “Sets” is usually 1 to 10. Please say why it is 12 here."
    )
    assert publishing.problems_of(draft) == [asked]
    row.update(reasons={"sets": "Agreed."})
    assert publishing.problems_of(draft) == []
