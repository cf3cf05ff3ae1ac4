"""A second view in the corner where the side view hides the point: seen from the feet, whether the pelvis is level.

A sketch of five shapes at the heights that the figure has; the line through both hip bones is level by construction.
"""

from programs.workshop.drawing.poses import Pose
from programs.workshop.drawing.svg import ACCENT, number
from programs.workshop.drawing.tracks import Joints, Track

FEET_SCALE, FEET_FLOOR = 1.05, 98.0
FEET_HIPS = 62.0, 84.0
PAPER = '"#fff" class="mv-paper"'


def feet_tracks(keys: list[Pose]) -> dict[str, Track]:
    """The small picture in the corner: how high the pelvis, the working knee and the raised foot are."""

    def height(y: float) -> float:
        return round(FEET_FLOOR - y * FEET_SCALE, 1)

    return {
        "pelvis": ([0.0], [height(pose.near.hip[1]) for pose in keys], [0.0]),
        "shin": ([FEET_HIPS[0]], [height(pose.near.knee[1]) for pose in keys], [0.0]),
        "sole": ([FEET_HIPS[1]], [height(pose.far.ankle[1]) for pose in keys], [0.0]),
    }


def from_the_feet(joints: Joints) -> str:
    """Shoulders on the floor, pelvis with the raised leg towards the viewer, working shin in front, and the line
    through both hip bones."""
    working, raised = FEET_HIPS
    knee, group = FEET_FLOOR - min(joints.tracks["shin"][1]), joints.group
    shoulders = '<path d="M42 98v-13q0-9 9-9h44q9 0 9 9v13z" class="mv-far" fill="#e6e7e7" stroke-opacity=".6"/>'
    trunk = "M57-13H89q8 0 8 8V3q0 9-8 9H57q-8 0-8-9V-5q0-8 8-8z"
    upper = group("pelvis", f'<path d="M{raised - 10:g} 0l1.5-24h17l1.5 24q-10 14-20 0z"/>')
    lower = group("sole", '<path d="M-4.5 2h9q3 20 4 34h-17q1-14 4-34z"/>')
    leg = f'<g stroke-width="4.4">{upper}{lower}</g><g fill={PAPER} stroke="none">{upper}{lower}</g>'
    sole = "M0 6c-5 0-6-4-6-8c0-5-1-7-1-11c0-4 4-6 8-6s7 2 7 7c0 5-2 6-2 10c0 4-2 8-6 8z"
    raised_leg = leg + group("sole", f'<path d="{sole}" fill={PAPER}/>')
    pelvis = f'<path d="{trunk}" fill={PAPER}/><path d="{trunk}" fill="currentColor" fill-opacity=".34" stroke="none"/>'
    thigh = f'<path d="M{working - 10:g} 3q1-14 4-24h12q3 10 4 24q-10 8-20 0z" fill={PAPER}/>'
    shin = f'<path d="M-7.5 0q0-8 7.5-8t7.5 8q0 20-3 {knee:g}h-9q-3-{knee - 20:g}-3-{knee:g}z" fill={PAPER}/>'
    level = (
        f'<g class="mv-load" stroke="{ACCENT}" fill="{ACCENT}"><path d="M36-1H110" stroke-width="2.6"/>'
        f'<circle cx="{working:g}" cy="-1" r="3"/><circle cx="{raised:g}" cy="-1" r="3"/></g>'
    )
    floor = number(FEET_FLOOR)
    foot = f'<path d="M{working - 8:g} {floor}q0-10 8-10t8 10z" fill={PAPER}/>'
    return (
        f'<g stroke="currentColor" stroke-width="2.2">{shoulders}{group("pelvis", pelvis)}{raised_leg}'
        f"{group('pelvis', thigh)}"
        f'{group("shin", shin)}{foot}<path d="M20 {FEET_FLOOR + 1.2:g}H130v9H20z" fill={PAPER} stroke="none"/>'
        f'<path d="M28 {floor}H118" stroke-opacity=".5"/></g>{group("pelvis", level)}'
    )
