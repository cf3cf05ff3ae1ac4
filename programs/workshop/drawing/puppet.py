"""SVG text of one animation: the figure of the stills in pieces that turn at their joints.

Every piece is drawn once in its bone's own frame. The outline is that of all pieces together: first all of them with a
line as wide again, then all of them filled with the page's colour. Only groups that carry `data-part` move; where they
are at each step stands as JSON on the root, `[x, y, degrees]` by part, and a value that changes is a list. Like the
stills it holds no text, no id and no reference; it has no style block either, for it is set inline: the colours of the
theme come from classes of the page.
"""

import json

from programs.workshop.drawing.body import ARM_CALM, arm_field, far_arm, head_of, near_arm
from programs.workshop.drawing.catalogue import SEEN_FROM_THE_FEET
from programs.workshop.drawing.feet import PAPER, feet_tracks, from_the_feet
from programs.workshop.drawing.field import Field, Grid
from programs.workshop.drawing.motion import MOTIONS, Motion, press
from programs.workshop.drawing.pieces import FAR_LINE, LINE, Bone, Pieces, pieces_of
from programs.workshop.drawing.poses import BALL_RADIUS, Arrow, Pose
from programs.workshop.drawing.scene import SLEEVE
from programs.workshop.drawing.skeleton import Leg, Point, direction, offset
from programs.workshop.drawing.svg import (
    ACCENT,
    FLOOR_LINE,
    HEIGHT,
    INK,
    VIEWS,
    WIDTH,
    View,
    arc,
    arrow_path,
    badge,
    filled,
    number,
    outlined,
)
from programs.workshop.drawing.tracks import Joints, Track, tracks_of


def animation(slugs: tuple[str, str], share: float = 0.0) -> str:
    """The SVG document of one variation's motion, drawn at a share of its way; the files show the start."""
    motion, view = MOTIONS[slugs], VIEWS[slugs[0]]
    keys = motion.keys
    tracks = tracks_of(keys, view) | (feet_tracks(keys) if slugs in SEEN_FROM_THE_FEET else {})
    joints, pieces, start = Joints(tracks, share), pieces_of(keys, view), keys[0]
    hold = f'<g class="mv-hold">{badge("hold")}</g>' if motion.holds else ""
    second = from_the_feet(joints) if slugs in SEEN_FROM_THE_FEET else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" color="{INK}"'
        f' stroke-linecap="round" stroke-linejoin="round"'
        f" data-parts='{_json(tracks)}' data-seconds='[{motion.way:g},{motion.hold:g},{motion.back:g}]'>"
        f"{_far(joints, pieces, view, start, motion)}{_ball(joints, view, start)}{_near(joints, pieces, view, start)}"
        f"{_arm(view, start)}{_floor()}{second}{hold}</svg>\n"
    )


def _json(tracks: dict[str, Track]) -> str:
    short = {part: [_short(values) for values in track] for part, track in tracks.items()}
    return json.dumps(short, separators=(",", ":"))


def _short(values: list[float]) -> float | list[float]:
    """Whole numbers without a point, and one number for a list of the same."""
    short = [int(value) if float(value).is_integer() else value for value in values]
    return short[0] if len(set(short)) == 1 else short


def _path(data: str) -> str:
    return f'<path d="{data}"/>' if data else ""


def _far(joints: Joints, pieces: Pieces, view: View, start: Pose, motion: Motion) -> str:
    hand = filled(view, _far_hand(view, start))
    ink = joints.chain("far-", lambda bone: _path(pieces.far_ink[bone]))
    shorts = joints.chain("far-", lambda bone: _path(pieces.far_legs) if bone == "thigh" else "")
    pressed = ""
    if motion.press:
        arrow = _in_frame(press(start), start.far)
        path = arrow_path(Bone(view.scale, 0.0), arrow)
        load = f'<g class="mv-load mv-way" fill="{ACCENT}" stroke="{ACCENT}">{path}</g>'
        pressed = joints.chain("far-", lambda bone: load if bone == "shank" else "")
    return (
        f'<path d="{hand}" fill="currentColor" fill-opacity=".11" stroke="currentColor" stroke-width="{FAR_LINE:g}"'
        f' stroke-opacity=".6"/>'
        f'<g stroke="currentColor" stroke-width="{2 * FAR_LINE:g}" opacity=".6">{ink}</g>'
        f'<g fill="#e6e7e7" class="mv-far">{ink}</g>'
        + (f'<g fill="currentColor" opacity=".14">{shorts}</g>' if pieces.far_legs else "")
        + pressed
    )


def _in_frame(arrow: Arrow, leg: Leg) -> Arrow:
    """A straight arrow as seen from the knee of a leg, along its shank."""

    def local(point: Point) -> Point:
        dx, dy = point[0] - leg.knee[0], point[1] - leg.knee[1]
        return offset((0.0, 0.0), -leg.shank, dx, dy)

    return Arrow(local(arrow.tail), local(arrow.tip))


def _far_hand(view: View, start: Pose) -> Field:
    grid = Grid(view.left, -2.5, view.left + WIDTH / view.scale, 24)
    near = arm_field(grid, near_arm(start)).calmed(ARM_CALM)
    hand = arm_field(grid, far_arm(start)).calmed(ARM_CALM) & grid.floor()
    return hand - near.grown(0.9)


def _ball(joints: Joints, view: View, start: Pose) -> str:
    if not start.ball:
        return ""
    radius, bone = number(BALL_RADIUS * view.scale), Bone(view.scale, 0.0)
    gloss = "".join(arc(bone, (0.0, 0.0), BALL_RADIUS - 5, at, at - 55) for at in (150, -30))
    disc = f'<circle r="{radius}" fill={PAPER}/><circle r="{radius}" fill="currentColor" fill-opacity=".06"'
    return (
        '<g stroke="currentColor" stroke-width="2.4">'
        + joints.group("ball", f'{disc} stroke-opacity=".8"/><path d="{gloss}" stroke-opacity=".4"/>')
        + "</g>"
    )


def _near(joints: Joints, pieces: Pieces, view: View, start: Pose) -> str:
    head = joints.group("head", _path(pieces.ink["head"]))
    ink = head + joints.chain("", lambda bone: _path(pieces.ink[bone]), _path(pieces.ink["trunk"]))
    shorts = joints.chain("", lambda bone: _path(pieces.legs) if bone == "thigh" else "", _path(pieces.waist))
    muscle = f'<path class="mv-load" fill="{ACCENT}" d="{pieces.hamstring}"/>'
    load = joints.chain("", lambda bone: muscle if bone == "thigh" else "")
    own = head_of(start)
    eye = Bone(view.scale, 0.0).point(type(own)((0.0, 0.0), own.axis, own.facing).at(0.4, 6.3))
    face = (
        f'<path class="mv-hair" d="{pieces.hair}" fill-opacity=".82"/>'
        f'<circle cx="{number(eye[0])}" cy="{number(eye[1])}" r="1.7"/>'
    )
    shirt = joints.group("trunk", _path(pieces.shirt))
    return (
        f'<g stroke="currentColor" stroke-width="{2 * LINE:g}">{ink}</g><g fill={PAPER}>{ink}</g>'
        f'<g fill="currentColor"><g opacity=".34">{shorts}</g><g opacity=".16">{shirt}</g>'
        f"{joints.group('head', face)}</g>{load}"
    )


def _arm(view: View, start: Pose) -> str:
    """The arm lies still on the floor; its outline stays open at the shoulder, as in the stills."""
    bones = near_arm(start)
    grid = Grid(view.left, -2.5, view.left + WIDTH / view.scale, 24)
    arm = arm_field(grid, bones).calmed(ARM_CALM) & grid.floor()
    reach = direction(bones.shoulder, bones.elbow)
    sleeve = arm & grid.ahead(offset(bones.shoulder, reach, SLEEVE), reach + 180)
    open_line = outlined(
        view, arm, lambda p: offset((0.0, 0.0), -reach, p[0] - bones.shoulder[0], p[1] - bones.shoulder[1])[0] < 1.5
    )
    return (
        f'<path d="{filled(view, arm)}" fill={PAPER}/>'
        f'<path d="{filled(view, sleeve)}" fill="currentColor" fill-opacity=".16"/>'
        f'<path d="{open_line}" stroke="currentColor" stroke-width="{LINE:g}"/>'
    )


def _floor() -> str:
    """What rests on the floor is flattened by it: below the line there is only the page."""
    return (
        f'<path d="M0 {number(FLOOR_LINE + 1)}H{WIDTH}V{HEIGHT}H0z" fill={PAPER}/>'
        f'<path d="M6 {number(FLOOR_LINE)}H394" stroke="currentColor" stroke-width="2.2" stroke-opacity=".5"/>'
    )
