"""The static files that tests run with: those of a clinic, so that a page which names no file of ours is a failure."""

import os

import pytest
from django.templatetags.static import static

from tests import collected


def test_names_a_file_by_its_content_and_serves_it(client):
    path = static("css/app.css")
    assert path.startswith("/static/css/app.") and path != "/static/css/app.css"
    assert b"".join(client.get(path)).startswith(b"/*")


def test_refuses_the_name_of_a_file_that_is_not_there():
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        static("img/exercises/nobody-drew-this.svg")


def test_collects_again_when_a_source_has_changed(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    source = tmp_path / "one.css"
    source.write_text("a {}")
    before = collected.fingerprint()
    assert collected.fingerprint() == before
    source.write_text("ab {}")
    assert collected.fingerprint() != before


def test_removes_what_no_run_has_asked_for_since_yesterday(settings, tmp_path):
    settings.VAR_DIR, settings.STATICFILES_DIRS, settings.STATICFILES_FINDERS = (
        tmp_path / "var",
        [tmp_path / "ours"],
        ["django.contrib.staticfiles.finders.FileSystemFinder"],
    )
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "one.css").write_text("a {}")
    folder = settings.VAR_DIR / "test-static"
    collected.collect_into(folder / "unused")
    os.utime(folder / "unused", (0, 0))
    collected.collect_into(folder / "running")
    collected.collect_into(folder / "new")
    assert sorted(path.name for path in folder.iterdir()) == ["new", "running"]
    assert len([*(folder / "new").glob("one*.css")]) == 2
    assert [path.name for path in settings.VAR_DIR.iterdir()] == ["test-static"]
