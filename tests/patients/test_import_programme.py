"""A programme comes in as a file: shown first and nothing written, then a draft, as it was shown and chosen."""

import hashlib

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programs import clock, library, transfer
from programs.editor import publishing
from programs.models import Exercise, Program, ProgramVersion
from tests import make
from tests.html import parse, values_of, words_of
from tests.programs.transfer.test_hostile_files import HOSTILE

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]
AT = "/programmes/import/"
GOOM = library.text("goom-2016-proximal-hamstring")


@pytest.fixture
def editor(client):
    client.force_login(make.editor())
    return client


def rows():
    """A digest of every row of ours."""
    models = [one for one in apps.get_models() if one._meta.app_label in ("programs", "patients", "admin")]
    return {
        one._meta.label: hashlib.sha256(repr(list(one._base_manager.order_by("pk").values())).encode()).digest()
        for one in models
    }


def checks(client, data, name="a.toml"):
    return client.post(AT, {"file": SimpleUploadedFile(name, data)})


def sent_by(page):
    """What the form of a checked file sends."""
    document = parse(page)[0]
    return values_of(
        next(one for one in document.iter("form") if one.find(".//input[@name='revision']") is not None), document
    )


def presses(client, page, *, button="keep", **choices):
    takes = {f"take-{key.replace('_', '-')}": value for key, value in choices.items()}
    return client.post(AT, sent_by(page) | takes | {button: "1"})


def other(data, old, new):
    assert old in data.decode()
    return data.decode().replace(old, new).encode()


def of_published(**changes):
    return transfer.to_toml(make.version())


def test_shows_what_a_new_programme_would_make_and_writes_nothing_before_it_is_said(editor):
    before = rows()
    page = checks(editor, GOOM)
    assert page.status_code == 200
    said = words_of(page)
    assert "Stage 1, Isometric, hip open" in said
    assert "New exercises" in said
    assert rows() == before
    made = presses(editor, page)
    version = ProgramVersion.objects.get(program__slug="goom-2016-proximal-hamstring")
    assert made["Location"] == reverse("admin:programs_programversion_change", args=[version.pk])
    assert version.is_draft
    assert publishing.problems_of(version) == []


def test_makes_the_next_version_of_the_programme_that_is_there(editor):
    page = checks(editor, of_published())
    assert "As its next version, 2" in words_of(page)
    unchosen = presses(editor, page)
    assert unchosen.status_code == 422
    assert "Please choose what to do with" in words_of(unchosen)
    assert presses(editor, unchosen, **{"": "mine"}).status_code == 302
    draft = ProgramVersion.objects.drafts().get()
    assert (draft.number, draft.program) == (2, make.version().program)
    again = words_of(checks(editor, of_published()))
    assert "Its draft of version 2 is open" in again
    assert "As its next version" not in again


NEW_WORDS = "Lift your hips as the file says."


def reworded():
    """The published programme, with another sentence for the bridge."""
    bridge = Exercise.objects.get(slug="double-leg-bridge")
    assert bridge.summary
    return other(of_published(), bridge.summary, NEW_WORDS)


@pytest.mark.parametrize("take", ["mine", "theirs", "copy"])
def test_asks_about_an_exercise_that_says_something_else_here(editor, take):
    was = Exercise.objects.get(slug="double-leg-bridge").summary
    page = checks(editor, reworded())
    said = words_of(page)
    assert NEW_WORDS in said and was in said
    assert "Wording only: people do the same as before" in said
    assert "Theirs changes the wording at once in: " in said
    assert presses(editor, page, **{"": "mine", "double_leg_bridge": take}).status_code == 302
    bridge = Exercise.objects.get(slug="double-leg-bridge")
    draft = ProgramVersion.objects.drafts().get()
    used = draft.stages.get(position=1).prescriptions.get(position=1).exercise
    assert bridge.summary == (NEW_WORDS if take == "theirs" else was)
    assert (used == bridge) == (take != "copy")
    assert used.summary == (was if take == "mine" else NEW_WORDS)
    if take == "copy":
        assert (used.slug, used.name) == ("double-leg-bridge-2", f"{bridge.name}, 2")
    if take == "theirs":
        assert bridge.history.count() == 2


def test_never_takes_what_is_counted_the_other_way(editor):
    transfer.load("goom-2016-proximal-hamstring", now=clock.now())
    Exercise.objects.filter(slug="hamstring-hold-hip-open").update(kind="repetitions")
    page = checks(editor, GOOM)
    said = words_of(page)
    assert "measured the other way" in said and "Stages here count it the other way." in said
    assert "Keep mine" not in said and "Take theirs" not in said
    before = rows()
    assert presses(editor, page, **{"": "copy", "hamstring_hold_hip_open": "theirs"}).status_code == 422
    assert rows() == before


def test_imports_nothing_that_is_no_longer_as_it_was_shown(editor):
    page = checks(editor, reworded())
    Exercise.objects.filter(slug="double-leg-bridge").update(cue="Meanwhile.")
    before = rows()
    late = presses(editor, page, **{"": "mine", "double_leg_bridge": "theirs"})
    assert late.status_code == 409
    assert "was changed meanwhile" in words_of(late)
    assert "Meanwhile." in words_of(late)
    assert rows() == before
    assert presses(editor, late).status_code == 302
    assert Exercise.objects.get(slug="double-leg-bridge").cue != "Meanwhile."


def test_imports_no_other_file_than_the_one_that_was_shown(editor):
    page = checks(editor, GOOM)
    late = editor.post(
        AT,
        sent_by(page) | {"keep": "1", "file": SimpleUploadedFile("b.toml", other(GOOM, "Four stages", "Five stages"))},
    )
    assert late.status_code == 409
    assert "The file" in words_of(late)
    assert not Program.objects.filter(slug="goom-2016-proximal-hamstring").exists()


@pytest.mark.once
def test_answers_every_hostile_file_with_a_reason_and_writes_nothing(editor):
    before = rows()
    for name in HOSTILE.keys() - {"a zip"}:  # here a zip of the good file is as good
        data, _field, _says = HOSTILE[name]
        answer = checks(editor, data, name="../../etc/p\u0000asswd.toml")
        assert answer.status_code == 422, name
        assert "Nothing was imported" in words_of(answer), name
        assert len(answer.content) < 60_000, name
    for sent in (
        {},
        {"carried": "!"},
        {"keep": "1"},
        {"file": "no file"},
        {"keep": "1", "revision": "x", "carried": "eA=="},
    ):
        assert editor.post(AT, sent).status_code == 422, sent
    assert rows() == before


def test_lets_in_who_writes_programmes_alone(client):
    client.force_login(make.physio())
    assert client.get(AT).status_code == 404
    assert checks(client, GOOM).status_code == 404
