"""What a reader of another language is given of a text: its translation, or the English, marked where it matters."""

import pytest
from django.db.models import CharField, TextField

from programs import clock
from programs.editor import drafting, publishing
from programs.editor.discarding import discard
from programs.guidance import Guidance
from programs.models import Exercise, Program, Stage, Translation, Variation
from programs.translated import Said
from tests import make

TRANSLATED = (Exercise, Variation, Stage, Program, Guidance)


def translate(row, field, text="Auf Deutsch", english=None, language="de"):
    return Translation.objects.create(
        language=language,
        subject=row.subject,
        field=field,
        english=getattr(row, field) if english is None else english,
        text=text,
        at=clock.now(),
        by=make.editor(),
    )


def said(row, field, language="de"):
    """A text of a row as it is stored now."""
    again = type(row)._base_manager.get(pk=row.pk)
    Translation.objects.say_in(language, [again])
    return getattr(again.said, field)


def live():
    make.version()
    return Exercise.objects.get(slug="double-leg-bridge"), {"safety": "faults", "ordinary": "name"}


def frozen():
    return make.version().stages.get(position=1), {"safety": "opens_next", "ordinary": "usual_time"}


@pytest.mark.django_db
@pytest.mark.parametrize("row_of", [live, frozen])
@pytest.mark.parametrize("kind", ["safety", "ordinary"])
@pytest.mark.parametrize("state", ["missing", "ready", "out of date", "taken back"])
def test_gives_what_is_up_to_date_and_else_the_english_marked_where_it_matters(row_of, kind, state):
    row, fields = row_of()
    field = fields[kind]
    if state != "missing":
        translate(row, field, english="It was another one." if state == "out of date" else None)
    if state == "taken back":
        translate(row, field, text="")
    found = said(row, field)
    if state == "ready":
        assert (found, found.language, found.marked) == ("Auf Deutsch", "de", False)
    else:
        assert (found, found.language, found.marked) == (getattr(row, field), "en", kind == "safety")


@pytest.mark.django_db
def test_keeps_what_a_version_says_through_duplicating_discarding_and_publishing():
    version, editor = make.version(), make.editor()
    stage = version.stages.get(position=1)
    translate(stage, "summary", "Wofür sie ist")
    draft = publishing.duplicate(version)
    again = draft.stages.get(key=stage.key)
    assert said(again, "summary") == "Wofür sie ist"
    again.summary = "Something else."
    again.save()
    assert said(again, "summary").marked
    translate(again, "summary", "Etwas anderes")
    assert (said(stage, "summary"), said(again, "summary")) == ("Wofür sie ist", "Etwas anderes")
    drafting.remove_stage(again)
    drafting.restore_stage(draft.removed_stages.get())
    assert said(again, "summary") == "Etwas anderes"
    discard(draft, by=editor)
    assert said(stage, "summary") == "Wofür sie ist"


@pytest.mark.django_db
def test_asks_once_for_all_rows_and_not_at_all_in_english(django_assert_num_queries):
    stages = [stage for stage in make.version().stages.select_related("version__program")]
    with django_assert_num_queries(1):
        Translation.objects.say_in("de", stages)
    with django_assert_num_queries(0):
        Translation.objects.say_in("", stages)


def test_is_escaped_and_names_its_language():
    german, english = Said("<b>Fuß</b>", "de"), Said("Stop & call", "en", marked=True)
    assert german.__html__() == '<span lang="de" dir="auto">&lt;b&gt;Fuß&lt;/b&gt;</span>'
    assert english.__html__() == (
        '<span lang="en" dir="auto">Stop &amp; call</span> <span class="tag">in English</span>'
    )
    assert Said("Stop & call").__html__() == "Stop &amp; call"
    assert Said("", "de").__html__() == ""


def test_marks_a_list_once():
    assert [(line, line.marked) for line in Said("one\n\ntwo", "en", marked=True).lines] == [
        ("one", True),
        ("two", False),
    ]


# Which row, an address, no patient’s, or a part of a sentence of the interface.
NO_TEXT = {"slug", "video", "from_key", "to_key", "key", "source", "condition", "pain_at"}
OF_A_SOURCE = {"authors", "doi", "pmid", "read_by"}


@pytest.mark.parametrize("model", TRANSLATED)
def test_names_every_text_of_a_model(model):
    texts = {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, (CharField, TextField)) and not field.choices
    }
    assert set(model.translated) == texts - NO_TEXT - OF_A_SOURCE
