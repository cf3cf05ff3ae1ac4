"""Two people edit the same thing: the second one sees what the other wrote beside their own, and loses nothing."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from programs import clock
from programs.editor import drafting, publishing
from programs.editor.revised import RevisedAdmin
from programs.models import Exercise, Guidance, Prescription, Program, ProgramVersion, RemovedStage, Stage
from tests import make
from tests.html import controls_of, form_to, forms_of, is_post, parse, revision_on, values_of, words_of

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ruth():
    return signed_in(make.user("Ruth Kowalczyk", staff=True, superuser=True))


@pytest.fixture
def alex():
    return signed_in(make.user("Alex Brandreth", staff=True, superuser=True))


@pytest.fixture
def draft():
    return publishing.duplicate(make.version())


def page(row, model=None):
    return reverse(f"admin:{model or row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def opened(client, address):
    """What the form of a page would send, as it was opened."""
    document, faults = parse(client.get(address))
    assert faults == []
    return values_of(form_to(document, address), document)


def saved(client, address, **changes):
    assert client.post(address, {**opened(client, address), **changes}).status_code == 302


def catalogue():
    """Everything that an editor writes."""
    kept = [model for model in apps.get_app_config("programs").get_models() if "history" not in model.__name__.lower()]
    kept += [get_user_model(), *(apps.get_model("patients", name) for name in ("Clinic", "Membership", "CannedText"))]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in kept}


# A door each: its page, what the other makes of it, what is sent ------------------------------------------------------


def wording_of(row):
    return reverse(f"admin:programs_{row._meta.model_name}_simple_history", args=[row.pk, row.history.first().pk])


def second(draft):
    return draft.stages.get(position=2)


def bridge(draft):
    return Exercise.objects.get(slug="single-leg-bridge")


def card(draft):
    wording = {"title": "Can I run?", "body": "Ask.", "topic": "sport", "source": "Ours"}
    return Guidance.objects.get_or_create(slug="run", defaults=wording)[0]


MEANT = {"means": "wording"}
FORMS = {
    "a stage": (second, {"summary": "Hers."}, {"summary": "Mine."}, {}),
    "a number of its gate": (second, {"run_length": "6"}, {"run_length": "4"}, {}),
    "a dose": (second, {"prescriptions-0-sets": "7"}, {"prescriptions-0-sets": "8"}, {}),
    "a tick": (second, {"prescriptions-1-DELETE": "on"}, {"prescriptions-1-sets": "8"}, {}),
    "a version": (lambda draft: draft, {"changes": "Hers."}, {"changes": "Mine."}, {}),
    "a version on the way to publishing": (
        lambda draft: draft,
        {"changes": "Hers."},
        {"changes": "Mine.", "_publish": ""},
        {},
    ),
    "an exercise": (bridge, {"cue": "Hers.", **MEANT}, {"cue": "Mine.", **MEANT}, {}),
    "a variation": (bridge, {"variations-0-cue": "Hers.", **MEANT}, {"variations-0-cue": "Mine.", **MEANT}, {}),
    "a programme": (lambda draft: draft.program, {"summary": "Hers."}, {"summary": "Mine."}, {}),
    "a card": (card, {"body": "Hers."}, {"body": "Mine."}, {}),
    "a clinic": (lambda draft: make.clinic(), {"phone": "020 1"}, {"phone": "020 2"}, {}),
    "an account": (lambda draft: make.user("Mei"), {"name": "Hers"}, {"name": "Mine"}, {}),
    "an earlier wording": (bridge, {"cue": "Hers.", **MEANT}, {"cue": "Mine.", **MEANT}, wording_of),
    "an earlier card": (card, {"body": "Hers."}, {"body": "Mine."}, wording_of),
}


@pytest.mark.parametrize(("of", "hers", "mine", "door"), FORMS.values(), ids=FORMS)
def test_writes_nothing_over_what_another_wrote_and_saves_once_that_was_seen(ruth, alex, draft, of, hers, mine, door):
    row = of(draft)
    address = door(row) if door else page(row)
    values = opened(alex, address)
    saved(ruth, page(row), **hers)
    between = catalogue()
    answer = alex.post(address, {**values, **mine})
    assert (answer.status_code, catalogue() == between) == (409, True)
    words, faults = words_of(answer), parse(answer)[1]
    assert faults == []
    assert "Ruth Kowalczyk saved this" in words
    text = answer.content.decode()
    assert all(typed in text for typed in mine.values())
    if "prescriptions-1-DELETE" not in hers:
        assert ", theirs" in words
    document, _faults = parse(answer)
    again = values_of(form_to(document, address), document)
    assert alex.post(address, {**again, **{name: "" for name in mine if name == "_publish"}}).status_code == 302
    assert catalogue() != between


def test_keeps_what_was_typed_nowhere_else_and_takes_the_rest(ruth, alex, draft):
    """She changes the dose and a text, he the morning limit alone: both are there in the end."""
    stage = second(draft)
    values = opened(alex, page(stage))
    saved(ruth, page(stage), **{"prescriptions-0-sets": "7", "summary": "Hers."})
    answer = alex.post(page(stage), {**values, "morning_max": "1"})
    assert "You had not touched it, so it is here already." in words_of(answer)
    document, _faults = parse(answer)
    assert alex.post(page(stage), values_of(form_to(document, page(stage)), document)).status_code == 302
    stage.refresh_from_db()
    assert (stage.summary, stage.morning_max, stage.prescriptions.first().sets) == ("Hers.", 1, 7)


def test_takes_theirs_where_it_is_ticked(ruth, alex, draft):
    stage = second(draft)
    values = opened(alex, page(stage))
    hers = {"prescriptions-0-sets": "7", "summary": "Hers.", "technique_required": "True"}
    saved(ruth, page(stage), **hers)
    mine = {"prescriptions-0-sets": "8", "summary": "Mine.", "usual_time": "Noon"}
    document, _faults = parse(alex.post(page(stage), {**values, **mine}))
    again = values_of(form_to(document, page(stage)), document)
    assert alex.post(page(stage), {**again, "theirs": ["summary"]}).status_code == 302
    stage.refresh_from_db()
    assert (stage.summary, stage.usual_time, stage.technique_required) == ("Hers.", "Noon", True)
    assert stage.prescriptions.first().sets == 8


def test_says_which_rows_came_and_went_and_keeps_the_one_that_was_being_changed(ruth, alex, draft):
    stage = second(draft)
    values = opened(alex, page(stage))
    curl = Exercise.objects.get(slug="prone-hamstring-curl")
    new = {"prescriptions-2-exercise": curl.pk, "prescriptions-2-sets": "3", "prescriptions-2-repetitions": "20"}
    saved(ruth, page(stage), **{"prescriptions-1-DELETE": "on"}, **new)
    untouched = alex.post(page(stage), {**values, "summary": "Mine."})
    assert "Added meanwhile." in words_of(untouched)
    assert "Removed meanwhile: " in words_of(untouched)
    touched = alex.post(page(stage), {**values, "prescriptions-1-sets": "9"})
    assert "If you save, it comes back as you have it here." in words_of(touched)
    document, faults = parse(touched)
    assert faults == []
    again = values_of(form_to(document, page(stage)), document)
    left_out = next(e.get("value") for e in document.iter("input") if e.get("name") == "theirs")
    assert alex.post(page(stage), {**again, "theirs": [left_out]}).status_code == 302
    assert [one.exercise.slug for one in stage.prescriptions.all()] == ["single-leg-bridge", "prone-hamstring-curl"]
    saved(ruth, page(stage), summary="Hers.")
    third = {**again, **revision_on(alex, page(stage)), "summary": "Hers."}
    assert alex.post(page(stage), third).status_code == 302
    assert [one.sets for one in stage.prescriptions.order_by("position")][-1] == 9


def test_keeps_a_row_without_a_number_that_was_removed_while_it_was_changed(ruth, alex):
    clinic = make.clinic()
    text = clinic.canned_texts.create(title="Hello", text="How are you?")
    values = opened(alex, page(clinic))
    saved(ruth, page(clinic), **{"canned_texts-0-DELETE": "on"})
    answer = alex.post(page(clinic), {**values, "canned_texts-0-text": "Mine."})
    assert "it comes back as you have it here" in words_of(answer)
    document, _faults = parse(answer)
    assert alex.post(page(clinic), values_of(form_to(document, page(clinic)), document)).status_code == 302
    kept = clinic.canned_texts.get()
    assert (kept.text, kept.pk == text.pk) == ("Mine.", False)


def test_says_nothing_where_both_wrote_the_same(ruth, alex, draft):
    values = opened(alex, page(draft))
    saved(ruth, page(draft), changes="Ours.")
    assert alex.post(page(draft), {**values, "changes": "Ours."}).status_code == 302


def test_shows_the_clash_beside_what_is_wrong_anyhow(ruth, alex, draft):
    stage = second(draft)
    values = opened(alex, page(stage))
    saved(ruth, page(stage), summary="Hers.")
    answer = words_of(alex.post(page(stage), {**values, "summary": "Mine.", "run_length": "15"}))
    assert "Ruth Kowalczyk saved this" in answer
    assert "15 green days do not fit within 14 days." in answer


@pytest.mark.parametrize("sealed", [None, "", "x", "another"])
def test_saves_nothing_that_no_page_of_its_own_showed(alex, draft, sealed):
    stage = second(draft)
    values = {**opened(alex, page(stage)), "summary": "Mine."}
    other = revision_on(alex, page(draft.stages.get(position=3)))["revision"]
    values["revision"] = other if sealed == "another" else sealed or ""
    before = catalogue()
    answer = alex.post(page(stage), values)
    assert (answer.status_code, catalogue() == before) == (409, True)
    assert "Mine." in words_of(answer)


# Buttons --------------------------------------------------------------------------------------------------------------


def changed_stage(client, draft):
    saved(client, page(second(draft)), summary="Hers.")


BUTTONS = {
    "add-stage": ("programversion", lambda draft: draft),
    "duplicate": ("programversion", lambda draft: draft),
    "earlier": ("stage", second),
    "later": ("stage", second),
    "remove": ("stage", second),
}


@pytest.mark.parametrize("seen", [True, False])
@pytest.mark.parametrize("verb", BUTTONS)
def test_does_nothing_at_a_button_whose_page_is_out_of_date(ruth, alex, draft, verb, seen):
    model, of = BUTTONS[verb]
    row = of(draft)
    sealed = revision_on(alex, page(row)) if seen else {}
    changed_stage(ruth, draft)
    before = catalogue()
    answer = alex.post(reverse(f"admin:programs_{model}_{verb}", args=[row.pk]), sealed, follow=True)
    assert "Nothing was done. Please look at it as it is now." in words_of(answer)
    assert catalogue() == before


def test_knows_every_button(draft):
    own = {verb for kind in (ProgramVersion, Stage) for verb in admin.site.get_model_admin(kind).verbs()}
    assert own == BUTTONS.keys()


@pytest.mark.parametrize("button", ["_earlier", "_later", "_restore"])
def test_acts_on_no_stages_but_those_that_were_shown(ruth, alex, draft, button):
    drafting.remove_stage(draft.stages.get(position=5))
    values = {**opened(alex, page(draft)), "changes": "Mine."}
    changed_stage(ruth, draft)
    before = catalogue()
    pressed = RemovedStage.objects.get().pk if button == "_restore" else draft.stages.get(position=3).pk
    answer = alex.post(page(draft), {**values, button: pressed})
    assert (answer.status_code, catalogue() == before) == (409, True)
    assert "Stage 2, Single-leg bridge was changed meanwhile." in words_of(answer)
    assert "Mine." in words_of(answer)


def test_saves_a_version_while_another_writes_one_of_its_stages(ruth, alex, draft):
    values = opened(alex, page(draft))
    changed_stage(ruth, draft)
    assert alex.post(page(draft), {**values, "changes": "Mine."}).status_code == 302


# Published, or gone, meanwhile ----------------------------------------------------------------------------------------


def typed_into(client, stage):
    typed = {"summary": "Mine, at length.", "prescriptions-0-sets": "17", "why_pain_max": "As her surgeon asked."}
    return opened(client, page(stage)) | typed


def test_keeps_what_was_typed_into_a_version_that_was_published_meanwhile(alex, draft):
    values = typed_into(alex, second(draft))
    publishing.publish(draft, by=None, now=clock.now())
    before = catalogue()
    answer = alex.post(page(second(draft)), values)
    assert (answer.status_code, catalogue() == before) == (409, True)
    words = words_of(answer)
    assert "This version is published and stays as it is. Make a draft from it to change something." in words
    assert "Mine, at length." in words
    assert "As her surgeon asked." in words
    assert "Prescription 1, Sets17" in words
    assert "riterion" not in words
    assert "to make a draft from it" in words
    new = publishing.duplicate(draft)
    linked = alex.post(page(second(draft)), values)
    assert f'href="{page(new)}"' in linked.content.decode()
    assert parse(linked)[1] == []


def test_keeps_what_was_typed_into_a_stage_that_was_removed_meanwhile(alex, draft):
    stage = second(draft)
    values = typed_into(alex, stage)
    drafting.remove_stage(stage)
    before = catalogue()
    answer = alex.post(page(stage), values)
    assert (answer.status_code, catalogue() == before) == (409, True)
    assert "Somebody removed this after you had opened it." in words_of(answer)
    assert "Mine, at length." in words_of(answer)
    assert parse(answer)[1] == []


# Undo -----------------------------------------------------------------------------------------------------------------


def parts(version):
    stages = Stage.objects.filter(version=version)
    rows = (stages, Prescription.objects.filter(stage__in=stages))
    return [list(each.order_by("pk").values()) for each in rows]


@pytest.mark.parametrize("position", [1, 3, 5])
def test_puts_a_removed_stage_back_as_it_was(ruth, alex, draft, position):
    stage = draft.stages.get(position=position)
    stage.criteria.create(metric="pain", operator="at_most", value="2.5", context="sitting", last_n=3)
    before = parts(draft)
    client = ruth
    client.post(reverse("admin:programs_stage_remove", args=[stage.pk]), revision_on(client, page(stage)))
    assert draft.stages.count() == 4
    shown = alex.get(page(draft))
    assert "Removed from this draft" in words_of(shown)
    removed = RemovedStage.objects.get()
    assert alex.post(page(draft), {**opened(alex, page(draft)), "_restore": removed.pk}).status_code == 302
    assert parts(draft) == before
    assert str(stage.criteria.get().value) == "2.50"
    assert not RemovedStage.objects.exists()


def test_puts_no_stage_back_into_what_is_published(draft):
    drafting.remove_stage(draft.stages.get(position=5))
    publishing.publish(draft, by=None, now=clock.now())
    with pytest.raises(drafting.Frozen):
        drafting.restore_stage(RemovedStage.objects.get())


# Every form -----------------------------------------------------------------------------------------------------------

# Forms that write over nothing: there was no row yet, or it is not the row that is asked for.
ADDED = {f"admin:programs_{name}_add" for name in ("program", "exercise", "guidance")}
FREE = {"account_logout", "stay-signed-in"} | ADDED


def pages_of_an_editor(draft):
    published = draft.program.latest_published()
    rows = [draft.program, draft, published, second(draft), second(published), bridge(draft), card(draft)]
    lists = [reverse(f"admin:programs_{name}_{end}") for name in ("program", "exercise", "guidance") for end in LISTED]
    return [*map(page, rows), *lists, wording_of(bridge(draft)), wording_of(card(draft)), reverse("admin:index")]


LISTED = ("changelist", "add")


def test_seals_every_form_of_the_editor(draft):
    editor = signed_in(make.editor())
    free, bare = {reverse(name) for name in FREE}, []
    for address in pages_of_an_editor(draft):
        document, _faults = parse(editor.get(address))
        for form in filter(is_post, forms_of(document)):
            to = form.get("action") or address
            is_sent = any(control.tag == "button" for control in controls_of(form, document))
            if is_sent and to not in free and not values_of(form, document).get("revision"):
                bare.append((address, to))
    assert bare == []


def test_seals_every_form_that_the_administration_makes():
    ours = [
        each
        for each in admin.site._registry.values()
        if each.__module__.split(".")[0] in {"programs", "patients", "hhtclinic"}
    ]
    assert ours
    assert [each for each in ours if not isinstance(each, RevisedAdmin)] == []
    assert Program in admin.site._registry
