"""What a phone keeps for when there is no signal."""

import re

from django.conf import settings
from django.urls import reverse

from hhtclinic import pwa

ROOT, TEMPLATES = pwa.ROOT, settings.BASE_DIR / "templates"
NAMED = re.compile(r"static ['\"](js/[\w/-]+\.js)['\"]")
IMPORTED = re.compile(r"(?:from|import)\s*\(?\s*[\"'](\.{1,2}/[\w./-]+\.js)[\"']")


def with_what_it_imports(path, known):
    if path not in known:
        known.add(path)
        for name in IMPORTED.findall(path.read_text(encoding="utf-8")):
            with_what_it_imports((path.parent / name).resolve(), known)
    return known


def test_keeps_every_script_of_a_patients_page_and_all_that_it_imports():
    pages = [*TEMPLATES.glob("phone*.html"), *(TEMPLATES / "patient").glob("*.html")]
    asked = set()
    for page in pages:
        for name in NAMED.findall(page.read_text(encoding="utf-8")):
            with_what_it_imports(ROOT / name, asked)
    kept = {path for pattern in pwa.SHELL for path in ROOT.glob(pattern)}
    assert len(asked) > 20
    assert asked - kept == set()


def test_brings_what_is_shown_where_no_page_is_kept(client):
    """With a style sheet of the shell, for nothing else is on the phone."""
    source = client.get(reverse("service-worker")).content.decode()
    [page] = re.findall(r"const NO_CONNECTION = (.*);", source)
    assert "No connection" in page and re.search(r"css/faces/phone[.\w]*css", page)
