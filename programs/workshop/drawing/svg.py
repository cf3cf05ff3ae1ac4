"""SVG text of one picture: paths, arrows, a badge, and colours for light, dark and paper.

The files hold no text, no id and no outside reference: alternative texts belong to the page, and pictures can be
set inline side by side. Colours stand as attributes; the style block only adds the dark theme, and only where the
picture is its own document, as in an <img>.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from programs.workshop.drawing.contour import contours
from programs.workshop.drawing.curves import Curve, curves_through
from programs.workshop.drawing.field import Field, Grid
from programs.workshop.drawing.poses import BALL_RADIUS, Arrow, Pose
from programs.workshop.drawing.scene import Scene, compose
from programs.workshop.drawing.skeleton import Point, direction, offset

WIDTH, HEIGHT = 400, 200
FLOOR_LINE = 190.0
INK, INK_DARK = "#1c2225", "#f0ece5"
ACCENT, ACCENT_DARK = "#0b5577", "#86c3e0"
STYLE = (
    f"<style>svg:root{{color:{INK}}}"
    f"@media screen and (prefers-color-scheme:dark){{svg:root{{color:{INK_DARK}}}"
    f"svg:root .ex-load{{fill:{ACCENT_DARK};stroke:{ACCENT_DARK}}}svg:root .ex-hair{{fill-opacity:.3}}}}"
    "@media print{svg:root{color:#000}}</style>"
)


@dataclass(frozen=True)
class View:
    """How centimetres become picture units; one per exercise, so that start and end can be compared."""

    scale: float
    left: float

    def x(self, x: float) -> float:
        return round((x - self.left) * self.scale, 1)

    def y(self, y: float) -> float:
        return round(FLOOR_LINE - y * self.scale, 1)

    def point(self, point: Point) -> Point:
        return self.x(point[0]), self.y(point[1])


VIEWS = {
    "double-leg-bridge": View(2.2, -33),
    "single-leg-bridge": View(2.05, -33.5),
    "prone-hamstring-curl": View(1.98, -36),
    "swiss-ball-curl": View(1.96, -35),
    "single-leg-swiss-ball-curl": View(1.86, -38),
}


def picture(exercise: str, pose: Pose) -> str:
    """The SVG document of one pose, in the frame of its exercise."""
    view = VIEWS[exercise]
    right = view.left + WIDTH / view.scale
    scene = compose(pose, Grid(view.left, -2.5, right, pose.height))
    parts = [_floor(), _ball(view, scene), _figure(view, scene), _load(view, scene), badge(pose.badge)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" fill="none"'
        f' stroke-linecap="round" stroke-linejoin="round">{STYLE}{"".join(parts)}</svg>\n'
    )


def number(value: float) -> str:
    """One decimal place in as few characters as path data allow."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else re.sub(r"^(-?)0\.", r"\1.", text)


def numbers(values: list[float]) -> str:
    """Numbers as path data, a minus sign standing for the space."""
    text = ""
    for value in values:
        written = number(value)
        text += written if not text or written[0] == "-" else " " + written
    return text


def path_data(view: View, curves: list[Curve], closed: bool) -> str:
    """Relative cubic pieces; each starts from the rounded end of the one before, so errors do not add up."""
    x, y = view.point(curves[0][0])
    values = []
    for _, *handles in curves:
        points = [view.point(p) for p in handles]
        values += [value for px, py in points for value in (px - x, py - y)]
        x, y = points[-1]
    return f"M{numbers(list(view.point(curves[0][0])))}c{numbers(values)}{'z' if closed else ''}"


def filled(view: View, field: Field, smallest: float = 4.0, sharpest: float = 50.0) -> str:
    loops = contours(field, smallest)
    return "".join(path_data(view, curves_through(loop, True, sharpest), True) for loop in loops)


def outlined(view: View, field: Field, hidden: Callable[[Point], bool]) -> str:
    """The field's outline without the points for which `hidden` is true."""
    return "".join(
        path_data(view, curves_through(run, closed), closed)
        for loop in contours(field)
        for run, closed in _visible_runs(loop, hidden)
    )


def _visible_runs(loop: list[Point], hidden: Callable[[Point], bool]) -> list[tuple[list[Point], bool]]:
    flags = [hidden(point) for point in loop]
    if not any(flags):
        return [(loop, True)]
    start = flags.index(True)
    runs: list[tuple[list[Point], bool]] = []
    run: list[Point] = []
    turned = zip(loop[start:] + loop[:start], flags[start:] + flags[:start], strict=True)
    for point, flag in [*turned, (loop[start], True)]:
        if not flag:
            run.append(point)
            continue
        if len(run) > 8:
            runs.append((run, False))
        run = []
    return runs


def _floor() -> str:
    return f'<path d="M6 {number(FLOOR_LINE)}H394" stroke="currentColor" stroke-width="2.2" stroke-opacity=".5"/>'


def _ball(view: View, scene: Scene) -> str:
    ball = scene.pose.ball
    if scene.ball is None or ball is None:
        return ""
    outline = filled(view, scene.ball)
    gloss = "".join(
        arc(view, ball.centre, BALL_RADIUS - 5, ball.turned + at, ball.turned + at - 55) for at in (150, -30)
    )
    return (
        f'<g stroke="currentColor" stroke-width="2.4"><path d="{outline}" fill="currentColor" fill-opacity=".06"'
        f' stroke-opacity=".8"/><path d="{gloss}" stroke-opacity=".4"/></g>'
    )


def arc(view: View, centre: Point, radius: float, start: float, end: float) -> str:
    a, b = view.point(offset(centre, start, radius)), view.point(offset(centre, end, radius))
    r = number(radius * view.scale)
    return f"M{numbers(list(a))}A{r} {r} 0 0 {int(end < start)} {numbers(list(b))}"


def _figure(view: View, scene: Scene) -> str:
    far = filled(view, scene.far, 5.0)
    far_shorts = filled(view, scene.far_shorts)
    eye = view.point(scene.head.at(0.4, 6.3))
    return (
        f'<g fill="currentColor"><path d="{far}" fill-opacity=".11" stroke="currentColor" stroke-width="2.2"'
        f' stroke-opacity=".6"/>'
        + (f'<path d="{far_shorts}" fill-opacity=".14"/>' if far_shorts else "")
        + f'<path d="{filled(view, scene.shorts)}" fill-opacity=".34"/>'
        f'<path d="{filled(view, scene.shirt)}" fill-opacity=".16"/>'
        f'<path class="ex-hair" d="{filled(view, scene.hair)}" fill-opacity=".82"/>'
        f'<path d="{_near_lines(view, scene)}" fill="none" stroke="currentColor" stroke-width="3"/>'
        f'<circle cx="{number(eye[0])}" cy="{number(eye[1])}" r="1.7"/></g>'
    )


def _near_lines(view: View, scene: Scene) -> str:
    """Body and arm; the arm stays open at the shoulder, and the body's edge under it is left out."""
    bones, arm, whole = scene.arm_bones, scene.arm, scene.whole_body
    reach = direction(bones.shoulder, bones.elbow)
    c, s = math.cos(math.radians(reach)), math.sin(math.radians(reach))

    def along(point: Point) -> float:
        return (point[0] - bones.shoulder[0]) * c + (point[1] - bones.shoulder[1]) * s

    def under_arm(point: Point) -> bool:
        x, y = point
        return y < 2.5 and along(point) > 14 and min(arm.at((x, h)) for h in (1, 2, 3, 4, 5)) < 0.2

    body = outlined(view, scene.body, lambda p: arm.at(p) < 0.35 or under_arm(p))
    return body + outlined(view, arm, lambda p: along(p) < 1.5 and whole.at(p) < -0.5)


def _load(view: View, scene: Scene) -> str:
    """What is in the accent: the loaded muscle and the arrows."""
    arrows = "".join(arrow_path(view, arrow) for arrow in scene.pose.arrows)
    muscle = filled(view, scene.hamstring, 2.0, 75)
    return f'<g class="ex-load" fill="{ACCENT}" stroke="{ACCENT}"><path d="{muscle}" stroke-width=".6"/>{arrows}</g>'


def arrow_path(view: View, arrow: Arrow) -> str:
    tail, tip = view.point(arrow.tail), view.point(arrow.tip)
    if arrow.pivot is None:
        heading = direction(tail, tip)
        neck = offset(tip, heading, -8)
        line = f"M{numbers(list(tail))}L{numbers(list(neck))}"
    else:
        radius = math.dist(arrow.pivot, arrow.tail)
        start, end = direction(arrow.pivot, arrow.tail), direction(arrow.pivot, arrow.tip)
        short = end - math.copysign(math.degrees(8 / (radius * view.scale)), end - start)
        line = arc(view, arrow.pivot, radius, start, short)
        heading = direction(view.point(offset(arrow.pivot, short, radius)), tip)
    return f'<path d="{line}" fill="none" stroke-width="4"/><path d="{arrow_head(tip, heading)}" stroke-width="1.4"/>'


def arrow_head(tip: Point, heading: float, length: float = 11.0) -> str:
    corners = [offset(tip, heading, -length, side * length * 0.56) for side in (1, -1)]
    return "M" + "L".join(numbers(list(p)) for p in (tip, *corners)) + "z"


BADGE = (374.0, 26.0)


def badge(kind: str) -> str:
    """A stopwatch for "hold", two chasing arrows for "repeat", nothing for ""."""
    x, y = BADGE
    if kind == "hold":
        return (
            f'<path d="M{x - 13:g} {y + 1:g}a13 13 0 1 0 26 0a13 13 0 1 0-26 0M{x:g} {y + 1:g}v-8'
            f'M{x - 4:g} {y - 17:g}h8M{x:g} {y - 17:g}v5" stroke="currentColor" stroke-width="2.8"/>'
        )
    if kind == "repeat":
        return _loop_badge()
    return ""


def _loop_badge() -> str:
    radius, lines, heads = 12, "", ""
    for start in (200, 20):
        a, b = offset(BADGE, start, radius), offset(BADGE, start + 118, radius)
        lines += f"M{numbers(list(a))}A{radius} {radius} 0 0 1 {numbers(list(b))}"
        heads += arrow_head(offset(BADGE, start + 142, radius), start + 118 + 106, 8.5)
    return (
        f'<g stroke="currentColor"><path d="{lines}" stroke-width="2.8"/>'
        f'<path d="{heads}" fill="currentColor" stroke-width=".8"/></g>'
    )
