"""The editor's pages for pictures: add, replace, say what allows it, remove; and a video as a link."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from patients.models import Membership
from programs.models import Exercise, Picture, StoredFile
from tests import make
from tests.html import form_to, parse, values_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]
SAID = {
    "variation": "",
    "position": "end",
    "alternative": "Hips lifted.",
    "licence": "own",
    "source": "The clinic",
    "consent": "nobody",
    "consent_kept": "",
}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor():
    return signed_in(make.editor())


@pytest.fixture
def bridge():
    make.version()
    return Exercise.objects.get(slug="double-leg-bridge")


@pytest.fixture
def own():
    made = Exercise.objects.create(slug="own", name="My own", kind="hold")
    made.ensure_variation()
    return made


def door(exercise):
    return f"{reverse('admin:programs_picture_add')}?exercise={exercise.pk}"


def page(picture):
    return reverse("admin:programs_picture_change", args=[picture.pk])


def file(colour="#406080"):
    return SimpleUploadedFile("a.jpg", make.jpeg(colour=colour))


def added(client, exercise, **changes):
    return client.post(door(exercise), {**SAID, "upload": file(), **changes})


def opened(client, address):
    document, faults = parse(client.get(address))
    assert faults == []
    return {**values_of(form_to(document, address), document), "means": "same"}


def test_adds_a_picture_from_its_exercise_and_shows_it_there(editor, own):
    assert (
        reverse("admin:programs_picture_add")
        in editor.get(reverse("admin:programs_exercise_change", args=[own.pk])).content.decode()
    )
    answer = added(editor, own)
    assert answer.status_code == 302, words_of(answer)
    picture = own.pictures.get()
    assert (picture.width, picture.height, picture.file.size) == (640, 480, StoredFile.objects.get().size)
    shown = editor.get(answer["Location"]).content.decode()
    assert picture.file.name in shown
    assert page(picture) in shown


def test_leads_to_the_exercises_whoever_names_none(editor):
    for wanted in ("", "?exercise=0", "?exercise=x", "?exercise=99999999999999999999"):
        answer = editor.get(reverse("admin:programs_picture_add") + wanted)
        assert answer["Location"] == reverse("admin:programs_exercise_changelist")


def test_takes_one_picture_of_each_position(editor, own):
    added(editor, own)
    again = added(editor, own)
    assert "There is such a picture already." in words_of(again)
    assert added(editor, own, variation=own.variations.get().pk).status_code == 302
    assert "There is such a picture already." in words_of(added(editor, own, variation=own.variations.get().pk))
    assert added(editor, own, position="start").status_code == 302
    assert (own.pictures.count(), StoredFile.objects.count()) == (3, 3)


def test_takes_no_variation_of_another_exercise(editor, own, bridge):
    answer = added(editor, own, variation=bridge.variations.first().pk)
    assert (answer.status_code, Picture.objects.exists()) == (200, False)


def test_shows_something_else_only_as_another_exercise(editor, bridge):
    of, reader = make.assignment(), make.editor()
    Membership.objects.create(user=reader, clinic=of.patient.clinic)
    words = words_of(signed_in(reader).get(door(bridge)))
    assert "It changes at once in: High hamstring tendinopathy, version 1. 1 patient of your clinics." in words
    assert "Please say whether it shows what people do already." in words_of(added(editor, bridge))
    refused = words_of(added(editor, bridge, means="other"))
    assert "Then it is another exercise" in refused
    assert not Picture.objects.exists()
    assert added(editor, bridge, means="same").status_code == 302


def test_replaces_a_picture_and_lets_go_of_the_old_one(editor, own, django_capture_on_commit_callbacks):
    added(editor, own)
    picture = own.pictures.get()
    with django_capture_on_commit_callbacks(execute=True):
        values = {**opened(editor, page(picture)), "upload": file("#c04040"), "alternative": "Hips lifted, again."}
        assert editor.post(page(picture), values).status_code == 302
    new = own.pictures.get()
    assert (new.alternative, new.file.name == picture.file.name) == ("Hips lifted, again.", False)
    assert [one.name for one in StoredFile.objects.all()] == [new.file.name]
    assert editor.post(page(new), opened(editor, page(new))).status_code == 302
    assert own.pictures.get().file.name == new.file.name


def test_removes_a_picture_with_its_bytes(editor, own, django_capture_on_commit_callbacks):
    added(editor, own)
    picture = own.pictures.get()
    with django_capture_on_commit_callbacks(execute=True):
        assert editor.post(page(picture), {**opened(editor, page(picture)), "_remove": "1"}).status_code == 302
    assert not Picture.objects.exists()
    assert not StoredFile.objects.exists()
    assert editor.post(page(picture), {"_remove": "1"}).status_code == 302


def test_removes_nothing_for_whoever_may_only_look(own):
    picture = make.picture()
    physio = signed_in(make.physio())
    assert physio.post(page(picture), {"_remove": "1"}).status_code == 403
    assert picture.file.name in physio.get(page(picture)).content.decode()
    assert Picture.objects.exists()


def test_keeps_what_another_made_of_a_picture_meanwhile(editor, own):
    added(editor, own)
    picture = own.pictures.get()
    alex = signed_in(make.user("Alex Brandreth", staff=True, superuser=True))
    mine = opened(alex, page(picture))
    editor.post(page(picture), {**opened(editor, page(picture)), "upload": file("#c04040")})
    hers = own.pictures.get().file.name
    clash = alex.post(page(picture), {**mine, "upload": file("#40c040")})
    assert clash.status_code == 409
    assert "Picture, theirs 640 × 480 pixels" in words_of(clash)
    assert "Yours has to be chosen again." in words_of(clash)
    touched = alex.post(page(picture), {**mine, "alternative": "Mine."})
    assert touched.status_code == 409
    assert "Picture: changed meanwhile. You had not touched it, so it is here already." in words_of(touched)
    gone = alex.post(page(picture), {**mine, "_remove": "1"}, follow=True)
    assert "Nothing was done. Please look at it as it is now." in words_of(gone)
    assert own.pictures.get().file.name == hers
    document, _faults = parse(clash)
    again = values_of(form_to(document, page(picture)), document)
    theirs = alex.post(page(picture), {**again, "theirs": ["upload"], "upload": file("#40c040")})
    assert theirs.status_code == 302
    assert own.pictures.get().file.name == hers


@pytest.mark.parametrize(
    "changes", [{"alternative": ""}, {"source": ""}, {"file": ""}, {"consent": "written", "consent_kept": ""}]
)
def test_stores_no_picture_without_what_allows_it(changes):
    picture = make.picture()
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(**changes)


@pytest.mark.once
@pytest.mark.parametrize(
    ("licence", "credit"),
    [
        ("own", ""),
        ("public", ""),
        ("cc-by", "Jo Example, CC BY 4.0, changed: made smaller"),
        ("cc-by-sa", "Jo Example, CC BY-SA 4.0, changed: made smaller"),
        ("permission", "Jo Example, with permission"),
    ],
)
def test_credits_where_it_is_due(licence, credit):
    assert Picture(licence=licence, source="Jo Example").credit == credit


VIDEOS = {
    "https://video.example.org/w?v=1": "video.example.org",
    "https://VIDEO.example.org:8443/": "video.example.org",
    "https://vidéo.example.org/": "xn--vido-dpa.example.org",
    "https://аpple.com/": "xn--pple-43d.com",
}
NO_VIDEOS = (
    "http://video.example.org/",
    "video.example.org",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://",
    "https:///x",
    "https://youtube.com@evil.example/",
    "https://user:word@video.example.org/",
    "https://video.example.org/\nx",
    "https://exa mple.org/",
    "https://" + "a" * 64 + ".org/",
    "//video.example.org/",
)


@pytest.mark.once
@pytest.mark.parametrize("address", [*VIDEOS, *NO_VIDEOS])
def test_leads_to_a_video_by_https_alone_and_says_where(address):
    exercise = Exercise(slug="own", name="My own", kind="hold", video=address)
    assert exercise.video_host == VIDEOS.get(address, "")
    if address in NO_VIDEOS:
        with pytest.raises(ValidationError, match="https://"):
            exercise.clean()
