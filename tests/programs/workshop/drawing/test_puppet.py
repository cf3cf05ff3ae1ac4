"""The files of the motions: small, plain, and what script puts together is the figure that was checked."""

import json
import math
import re
from xml.etree import ElementTree

import pytest
from django.conf import settings

from programs.workshop.drawing.catalogue import SEEN_FROM_THE_FEET, moves_name
from programs.workshop.drawing.motion import MOTIONS
from programs.workshop.drawing.puppet import animation
from programs.workshop.drawing.svg import ACCENT, VIEWS

FOLDER = settings.BASE_DIR / "static" / "img" / "exercises"
SVG = "{http://www.w3.org/2000/svg}"
PLACE = re.compile(r"translate\(([^ ]+) ([^)]+)\)(?:rotate\(([^)]+)\))?")
each = pytest.mark.parametrize("slugs", MOTIONS)


def path_of(slugs):
    return FOLDER / moves_name(*slugs)


def root_of(slugs):
    return ElementTree.parse(path_of(slugs)).getroot()


def parts_of(root):
    """Where the origin of each part is in the picture, by name, from the transforms of the groups around it."""
    found = {}

    def walk(element, x, y, turned):
        if part := element.get("data-part"):
            dx, dy, turn = PLACE.fullmatch(element.get("transform")).groups(default=0)
            c, s = math.cos(math.radians(turned)), math.sin(math.radians(turned))
            x, y = x + float(dx) * c - float(dy) * s, y + float(dx) * s + float(dy) * c
            turned += float(turn)
            found[part] = (x, y)
        for inner in element:
            walk(inner, x, y, turned)

    walk(root, 0, 0, 0)
    return found


@each
def test_stays_below_twelve_thousand_bytes(slugs):
    assert path_of(slugs).stat().st_size < 12_000


@each
def test_holds_no_text_no_style_no_id_no_script_and_no_reference(slugs):
    for element in root_of(slugs).iter():
        assert element.tag.removeprefix(SVG) in {"svg", "g", "path", "circle"}
        assert not (element.text or "").strip()
        assert not element.attrib.keys() & {"id", "href", "style"}
    text = path_of(slugs).read_text().replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|url\(|data:|\son\w+=", text)


@each
def test_marks_the_loaded_muscle_in_the_accent(slugs):
    muscles = [one for one in root_of(slugs).iter(SVG + "path") if one.get("class") == "mv-load"]
    assert [one.get("fill") for one in muscles] == [ACCENT]


@each
def test_says_where_each_moving_part_is_at_each_step(slugs):
    root = root_of(slugs)
    tracks = json.loads(root.get("data-parts"))
    assert {one.get("data-part") for one in root.iter() if one.get("data-part")} <= tracks.keys()
    lengths = {len(value) for track in tracks.values() for value in track if isinstance(value, list)}
    assert len(lengths) == 1
    assert sum(json.loads(root.get("data-seconds"))) <= 4.3


@each
def test_puts_each_joint_where_the_checked_figure_has_it(slugs):
    parts = parts_of(ElementTree.fromstring(animation(slugs, 0.4)))
    pose, view = MOTIONS[slugs].at(0.4), VIEWS[slugs[0]]
    for far, leg in (("", pose.near), ("far-", pose.far)):
        for bone, joint in (("thigh", leg.hip), ("shank", leg.knee), ("foot", leg.ankle)):
            if far + bone in parts:
                assert math.dist(parts[far + bone], view.point(joint)) < 0.4
    if pose.ball:
        assert math.dist(parts["ball"], view.point(pose.ball.centre)) < 0.4


@each
def test_shows_a_second_view_where_the_side_hides_the_point(slugs):
    assert ("pelvis" in parts_of(root_of(slugs))) == (slugs in SEEN_FROM_THE_FEET)


def test_presses_on_the_way_alone():
    pressed = {
        slugs: [one for one in root_of(slugs).iter(SVG + "g") if "mv-way" in one.get("class", "")] for slugs in MOTIONS
    }
    assert {slugs for slugs, groups in pressed.items() if groups} == {("prone-hamstring-curl", "resisted")}
