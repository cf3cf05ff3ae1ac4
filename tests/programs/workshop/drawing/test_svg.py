"""The committed files: small, well formed, without text, ids or anything from outside."""

import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from django.conf import settings

from programs.workshop.drawing.catalogue import FRAMES
from programs.workshop.drawing.svg import ACCENT, ACCENT_DARK, badge, number, numbers

FOLDER = settings.BASE_DIR / "static" / "img" / "exercises"
FILES = [FOLDER / frame.file_name for frame in FRAMES]
SVG = "{http://www.w3.org/2000/svg}"
by_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@by_file
def test_stays_below_six_kilobytes(path):
    assert path.stat().st_size < 6000


@by_file
def test_draws_with_a_few_plain_elements_only(path):
    root = ElementTree.parse(path).getroot()
    assert root.tag == SVG + "svg"
    assert root.get("viewBox") == "0 0 400 200"
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {"svg", "style", "g", "path", "circle"}


@by_file
def test_holds_no_text_no_id_no_script_and_no_reference(path):
    root = ElementTree.parse(path).getroot()
    for element in root.iter():
        assert element.tag == SVG + "style" or not (element.text or "").strip()
        names = {name.rpartition("}")[2] for name in element.attrib}
        assert not names & {"id", "href", "src", "style"}
        assert not [name for name in names if name.startswith("on")]
    text = path.read_text().replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|url\(|@import|data:", text)


@by_file
def test_carries_one_accent_for_light_and_one_for_dark(path):
    colours = set(re.findall(r"#[0-9a-f]{3,6}\b", path.read_text()))
    assert colours == {ACCENT, ACCENT_DARK, "#1c2225", "#f0ece5", "#000"}


@by_file
def test_marks_the_loaded_muscle_in_the_accent(path):
    (group,) = [g for g in ElementTree.parse(path).getroot().iter(SVG + "g") if g.get("class") == "ex-load"]
    assert group.get("fill") == ACCENT
    arrows = len(group) - 1
    assert arrows == {"start": 2, "end": 0}[path.stem.rpartition("--")[2]] + 2 * ("resisted" in path.stem)


def test_leaves_no_second_style_when_two_pictures_stand_on_one_page():
    blocks = Counter(re.search("<style>.*</style>", path.read_text())[0] for path in FILES)
    assert len(blocks) == 1
    rules = re.sub(r"@media[^{]*{", "", next(iter(blocks))[len("<style>") : -len("</style>")])
    assert all(selector.startswith("svg:root") for selector in re.findall(r"([^{}]+){", rules))


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.04, "0"), (-0.04, "0"), (0.5, ".5"), (-0.5, "-.5"), (12.0, "12"), (-3.25, "-3.2"), (100, "100")],
)
def test_writes_a_number_as_short_as_it_can(value, text):
    assert number(value) == text


def test_lets_a_minus_sign_stand_for_the_space():
    assert numbers([1, -2, 0.5]) == "1-2 .5"


def test_draws_no_badge_where_none_is_asked_for():
    assert badge("") == ""
    assert badge("hold") != badge("repeat")
