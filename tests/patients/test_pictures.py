"""An uploaded picture where people look: on the phone, on paper and with no signal; and where it is missing."""

import pytest
from django.core.files.storage import InMemoryStorage
from django.urls import reverse

from patients import paper
from programs import clock, storage
from programs.models import Exercise, Licence, Picture, StoredFile
from tests import make
from tests.html import parse, words_of
from tests.page_faults import PAGE_RULES, faults_of

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]
SHOWING = ("today", "guide-session", "programme")


@pytest.fixture
def patient(client):
    of = make.assignment()
    client.force_login(of.patient.user)
    return of


def addresses(client, name):
    document, _faults = parse(client.get(reverse(name)))
    return [image.get("src") for image in document.iter("img")]


def of_picture(picture):
    return reverse("picture", args=[picture.file.name])


def test_shows_what_was_uploaded_before_what_is_drawn(client, patient):
    of_exercise, of_variation = make.picture(), make.picture(variation="heels-far")
    for name in SHOWING:
        answer = client.get(reverse(name))
        assert faults_of(answer, PAGE_RULES) == []
        shown = answer.content.decode()
        assert of_picture(of_exercise) in shown, name  # the one that is up today has none of its own
        assert of_picture(of_variation) not in shown
        assert "A bridge, as photographed." in shown
        assert "Picture: Jo Example, CC BY 4.0, changed: made smaller" in words_of(answer)
    shown = {
        one.slug: one.shown.one.uploaded for one in Exercise.objects.get(slug="double-leg-bridge").variations.all()
    }
    assert shown == {"heels-close": of_exercise.file.name, "heels-far": of_variation.file.name}


def test_has_no_credit_line_where_none_is_due(client, patient):
    make.picture(licence=Licence.OWN)
    assert all("Picture:" not in words_of(client.get(reverse(name))) for name in SHOWING)


def test_shows_one_picture_alone_in_the_guide(client, patient):
    for position in ("end", "start"):
        picture = make.picture(position=position)
        document, _faults = parse(client.get(reverse("guide-session")))
        [live] = [part for part in document.iter("div") if part.get("data-drawing")]
        [image] = live.iter("img")
        assert (image.get("src"), "hidden" in live.attrib) == (of_picture(picture), False)
        Picture.objects.all().delete()


def test_answers_a_picture_for_good_under_the_strictest_policy(client, patient):
    picture = make.picture()
    answer = client.get(of_picture(picture))
    assert (answer.status_code, answer.content) == (200, StoredFile.objects.get().content)
    assert answer["Content-Type"] == "image/jpeg"
    assert set(answer["Content-Security-Policy"].split("; ")) == {"default-src 'none'", "sandbox"}
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    again = client.get(of_picture(picture), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(of_picture(picture)).status_code == 405
    client.logout()
    assert client.get(of_picture(picture)).status_code == 302


def test_answers_no_file_but_pictures(client, patient):
    StoredFile.objects.create(name="other.jpg", content=b"x", size=1)
    for name in ("other.jpg", "no-such.jpg", "..settings.py", "a" * 300):
        answer = client.get(f"/picture/{name}")
        assert (answer.status_code, answer["Content-Type"]) == (404, "image/svg+xml; charset=utf-8"), name
        assert "immutable" not in answer["Cache-Control"]


def gone(picture, monkeypatch):
    StoredFile.objects.all().delete()


def out_of_reach(picture, monkeypatch):
    def fails(name):
        raise ConnectionError("no bucket")

    monkeypatch.setattr(storage.default_storage, "open", fails)


@pytest.mark.parametrize("lost", [gone, out_of_reach])
def test_shows_every_page_where_the_bytes_are_missing(client, patient, monkeypatch, lost):
    picture = make.picture()
    lost(picture, monkeypatch)
    for name in (*SHOWING, "log-session"):
        assert faults_of(client.get(reverse(name)), PAGE_RULES) == [], name
    answer = client.get(of_picture(picture))
    assert (answer.status_code, answer["Content-Type"]) == (404, "image/svg+xml; charset=utf-8")
    context, pictures = paper.programme_paper(patient, clock.now())
    assert pictures == {}
    assert context["stages"][0].doses[0].ways[0][1] is None
    client.force_login(make.editor())
    assert client.get(reverse("admin:programs_picture_change", args=[picture.pk])).status_code == 200


def test_prints_a_picture_from_storage(client, patient):
    plain = len(client.get(reverse("programme-paper")).content)
    picture = make.picture()
    _context, pictures = paper.programme_paper(patient, clock.now())
    assert pictures == {picture.file.name: StoredFile.objects.get().content}
    printed = client.get(reverse("programme-paper"))
    assert (printed.status_code, printed["Content-Type"]) == (200, "application/pdf")
    assert StoredFile.objects.get().content in printed.content, "a PDF holds a JPEG as it is"
    assert len(printed.content) < plain + 200_000


def test_shows_what_lies_in_any_storage_of_django(client, patient, monkeypatch):
    elsewhere = InMemoryStorage()
    monkeypatch.setattr(storage.default_storage, "_wrapped", elsewhere)
    picture = make.picture()
    assert not StoredFile.objects.exists()
    assert client.get(of_picture(picture)).status_code == 200
    assert "Picture:" in words_of(client.get(reverse("today")))


def test_leads_to_a_video_in_a_window_of_its_own_and_loads_nothing_of_it(client, patient):
    Exercise.objects.filter(slug="double-leg-bridge").update(video="https://video.example.org/w?v=1&t=2")
    for name in ("guide-session", "programme"):
        answer = client.get(reverse(name))
        assert "video.example.org" not in answer["Content-Security-Policy"]
        document, _faults = parse(answer)
        [link] = [a for a in document.iter("a") if a.get("href") == "https://video.example.org/w?v=1&t=2"]
        assert (link.get("target"), link.get("rel")) == ("_blank", "noopener noreferrer")
        assert "Video on video.example.org, in a new window" in words_of(answer)
        assert answer.content.decode().count("video.example.org") == 2


def test_shows_no_link_that_the_form_would_not_have_taken(client, patient):
    Exercise.objects.filter(slug="double-leg-bridge").update(video="https://you.example@evil.example/")
    assert "evil.example" not in client.get(reverse("programme")).content.decode()
