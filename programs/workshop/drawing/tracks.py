"""Where each part of an animation is at each step, in the units of the picture, and the groups that are moved there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from programs.workshop.drawing.body import head_of
from programs.workshop.drawing.motion import lerp
from programs.workshop.drawing.poses import BALL_RADIUS, Pose
from programs.workshop.drawing.skeleton import SHANK, THIGH, TRUNK
from programs.workshop.drawing.svg import View

Track = tuple[list[float], list[float], list[float]]
"""The origin of a part, x and y, and how far it is turned, in clockwise degrees. One number stands for as many of the
same."""

BONES = (("thigh", TRUNK), ("shank", THIGH), ("foot", SHANK))
"""From the hip outwards, each with how far its joint lies along the bone before it."""


@dataclass(frozen=True)
class Joints:
    """Groups by the name of their part, drawn where they are at a share of the way."""

    tracks: dict[str, Track]
    share: float = 0.0

    def group(self, part: str, content: str) -> str:
        if not content:
            return ""
        x, y, turn = (self._now(values) for values in self.tracks[part])
        turned = f"rotate({turn:g})" if turn else ""
        return f'<g data-part="{part}" transform="translate({x:g} {y:g}){turned}">{content}</g>'

    def chain(self, far: str, piece: Callable[[str], str], trunk: str = "") -> str:
        """Foot in shank in thigh in trunk; `far` is the prefix of the far leg's parts, or ""."""
        inner = ""
        for bone, _ in reversed(BONES):
            inner = self.group(far + bone, piece(bone) + inner)
        return self.group(far + "trunk", trunk + inner)

    def _now(self, values: list[float]) -> float:
        last = len(values) - 1
        step = min(int(self.share * last), last - 1) if last else 0
        return round(lerp(values[step], values[min(step + 1, last)], self.share * last - step), 2)


def tracks_of(keys: list[Pose], view: View) -> dict[str, Track]:
    """Every part's place and turn at each step. Limbs are told in the frame of the bone before them."""
    first = keys[0]
    x, y = view.point(first.shoulder)
    aside = round((first.far.hip[0] - first.trunk_hip[0]) * view.scale, 1)
    trunk = _turns(-pose.trunk for pose in keys)
    tracks: dict[str, Track] = {"trunk": ([x], [y], trunk), "far-trunk": ([x + aside], [y], trunk)}
    for far in ("", "far-"):
        legs = [pose.far if far else pose.near for pose in keys]
        turned = {
            "thigh": [pose.trunk - leg.thigh for leg, pose in zip(legs, keys, strict=True)],
            "shank": [leg.thigh - leg.shank for leg in legs],
            "foot": [leg.shank - leg.foot for leg in legs],
        }
        tracks |= {far + bone: ([round(at * view.scale, 2)], [0.0], _turns(turned[bone])) for bone, at in BONES}
    heads = [head_of(pose) for pose in keys]
    shifts = [view.x(head.centre[0]) for head in heads]
    tracks["head"] = shifts, [view.y(heads[0].centre[1])], _turns(heads[0].axis - head.axis for head in heads)
    balls = [pose.ball for pose in keys if pose.ball]
    if balls:
        rolled = [round((ball.centre[0] - view.left) * view.scale, 2) for ball in balls]
        tracks["ball"] = rolled, [view.y(BALL_RADIUS)], _turns(-ball.turned for ball in balls)
    return tracks


def _turns(degrees: Iterable[float]) -> list[float]:
    return [round(turn, 2) + 0.0 for turn in degrees]
