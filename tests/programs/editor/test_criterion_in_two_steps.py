"""A criterion says first what is looked at, and then offers only what fits that, in words."""

import pytest
from django.test import Client
from django.urls import reverse

from programs.editor import publishing
from programs.progression.metrics import METRICS
from programs.progression.metrics.metric import CODE
from tests import make
from tests.html import form_to, parse, text_of, values_of, words_of

pytestmark = pytest.mark.django_db
ROW = "criteria-0"


@pytest.fixture
def editor():
    client = Client()
    client.force_login(make.editor())
    return client


@pytest.fixture
def stage():
    return publishing.duplicate(make.version()).stages.get(position=2)


def address_of(stage):
    return reverse("admin:programs_stage_change", args=[stage.pk])


def sent(client, page, stage, **changes):
    document, faults = parse(page)
    assert faults == []
    values = values_of(form_to(document, address_of(stage)), document)
    return client.post(address_of(stage), values | {f"{ROW}-{name}": value for name, value in changes.items()})


def next_step(client, stage, metric, **typed):
    page = client.get(address_of(stage))
    document = parse(page)[0]
    values = values_of(form_to(document, address_of(stage)), document)
    return client.post(address_of(stage), values | {f"{ROW}-metric": metric, "_next": ROW, **typed})


def controls(page):
    """{name: the words of its options, None where it is typed} of the first row."""
    found = {}
    for control in parse(page)[0].iter():
        name = control.get("name") or ""
        if name.startswith(f"{ROW}-") and control.tag in {"input", "select"} and control.get("type") != "hidden":
            options = [text_of(option) for option in control.iter("option")]
            found[name.removeprefix(f"{ROW}-")] = options or None
    return found


def test_asks_first_what_is_looked_at_and_nothing_else(editor, stage):
    page = editor.get(address_of(stage))
    assert list(controls(page)) == ["metric"]
    assert "load_test" not in page.content.decode()


def test_offers_then_only_what_fits_in_words_and_stores_nothing(editor, stage):
    page = next_step(editor, stage, "pain", summary="Typed before")
    fields = controls(page)
    assert fields["context"][0] == "choose"
    assert {"when sitting", "in the load test", "next morning"} <= set(fields["context"])
    assert fields.keys() == {"metric", "context", "value", "last_n", "statistic", "group", "position"}
    assert ("Not saved yet" in words_of(page), "Typed before" in page.content.decode()) == (False, True)
    (focused,) = [element.get("name") for element in parse(page)[0].iter() if "autofocus" in element.attrib]
    assert focused == f"{ROW}-context"
    stage.refresh_from_db()
    assert (stage.criteria.count(), stage.summary == "Typed before") == (0, False)
    assert sent(editor, page, stage, context="sitting", value="2", last_n="1").status_code == 302
    assert (stage.criteria.get().context, stage.criteria.get().operator) == ("sitting", "at_most")


@pytest.mark.once
@pytest.mark.parametrize("metric", METRICS)
def test_saves_every_metric_with_what_its_own_lists_offer(editor, stage, metric):
    page = next_step(editor, stage, metric)
    fields, kind = controls(page), METRICS[metric]
    assert ("operator" in fields, "statistic" in fields) == (len(kind.operators) > 1, len(kind.statistics) > 1)
    typed = {"value": "3"} if "value" in fields else {}
    typed |= {"last_n": "9"} if "last_n" in fields else {}
    if "context" in fields:
        typed["context"] = "Heel raises" if kind.contexts == CODE else kind.contexts[-1]
    answer = sent(editor, page, stage, **typed)
    assert answer.status_code == 302 or "does not have" in words_of(answer) or "stricter" in words_of(answer), typed
    shown = editor.get(address_of(stage))
    assert "Heel raises" not in words_of(shown) if kind.contexts != CODE else b'value="heel raises"' in shown.content
    assert sent(editor, shown, stage).status_code == 302


@pytest.mark.parametrize("typed", ["Sitting", "when sitting", " When SITTING "])
def test_takes_a_place_as_it_is_said(editor, stage, typed):
    page = next_step(editor, stage, "pain")
    assert sent(editor, page, stage, context=typed, value="2", last_n="1").status_code == 302
    assert stage.criteria.get().context == "sitting"


def test_shows_what_fits_when_another_metric_is_chosen(editor, stage):
    page = next_step(editor, stage, "pain")
    other = sent(editor, page, stage, metric="days_in_stage", context="sitting", value="9", last_n="3")
    assert other.status_code == 302
    one = stage.criteria.get()
    assert (one.metric, one.context, one.last_n, one.operator) == ("days_in_stage", "", None, "at_least")


def test_links_each_error_to_its_field_and_names_the_row(editor, stage):
    stage.criteria.create(metric="effort", operator="at_most", value=6, last_n=3)
    changes = {"prescriptions-1-sets": "0", "criteria-0-value": "11", "run_length": "15"}
    document, _faults = parse(editor.get(address_of(stage)))
    answer = editor.post(address_of(stage), values_of(form_to(document, address_of(stage)), document) | changes)
    document, faults = parse(answer)
    summary = next(element for element in document.iter() if element.get("id") == "errors")
    assert (faults, "autofocus" in summary.attrib) == ([], True)
    links = {text_of(link): link.get("href") for link in summary.iter("a")}
    exercise = stage.prescriptions.all()[1].exercise.name
    assert links[f"Dose 2, {exercise}: sets"] == "#id_prescriptions-1-sets"
    assert links["Green days in a row"] == "#id_run_length"
    ids = {element.get("id") for element in document.iter()}
    assert {href.removeprefix("#") for href in links.values()} <= ids
    answer = sent(editor, editor.get(address_of(stage)), stage, value="11")
    assert "Criterion 1, Effort: how much: “Effort” runs from 0 to 10." in words_of(answer)


def test_names_both_rows_that_contradict_each_other(editor, stage):
    for position in (1, 2):
        values = {"metric": "effort", "operator": "at_most", "value": 6, "last_n": 3}
        stage.criteria.create(**values, position=position, group=position - 1)
    answer = sent(editor, editor.get(address_of(stage)), stage, group="1")
    assert "Criterion 1, Effort: “Effort at most 6 of 10" in words_of(answer)
    assert "Criterion 2, Effort: “Effort at most 6 of 10" in words_of(answer)
