"""A page asks for one style sheet: a face, which is put together of its sheets when static files are collected."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

ROOT = Path(__file__).resolve().parent.parent
FACES = sorted((ROOT / "static/css/faces").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.stem)
def test_holds_its_sheets_in_their_order_once_it_is_collected(face):
    sheets = [(face.parent / name).resolve() for name in re.findall(r'url\("([^"]+)"\)', face.read_text())]
    served = static(f"css/faces/{face.name}").removeprefix(settings.STATIC_URL)
    collected = Path(finders.find(served)).read_text(encoding="utf-8")
    assert "@import" not in collected
    places = [collected.index(sheet.read_text()) for sheet in sheets]
    assert len(sheets) >= 3 and places == sorted(places)


def test_is_put_together_of_sheets_that_name_no_file_beside_them():
    named = {
        (sheet.name, name)
        for sheet in (ROOT / "static").rglob("*.css")
        for name in re.findall(r"url\(['\"]?([^'\")]+)", sheet.read_text())
        if not name.startswith("data:") and sheet not in FACES
    }
    assert named == set()


def test_is_all_that_any_page_asks_for():
    asked = {}
    for path in TEMPLATES:
        text = path.read_text()
        links = re.findall(r'<link rel="stylesheet" href="([^"]+)"', text)
        if links and "paper:" not in links[0]:
            asked[path.name] = links
        block = re.search(r"{% block css %}(.*?){% endblock %}", text, re.DOTALL)
        assert not block or "block.super" not in block[1], path
    assert all(len(links) == 1 and "css/faces/" in links[0] for links in asked.values()), asked
    assert len(asked) >= len(FACES)
