"""From a field to few smooth pieces that stay close to the shape."""

import math

import pytest

from programs.workshop.drawing.contour import area, contours
from programs.workshop.drawing.curves import curves_through
from programs.workshop.drawing.field import Grid


def on(curve, t):
    s = 1 - t
    weights = (s**3, 3 * s * s * t, 3 * s * t * t, t**3)
    return tuple(sum(w * p[k] for w, p in zip(weights, curve, strict=True)) for k in (0, 1))


def places(curves):
    return [on(curve, step / 10) for curve in curves for step in range(11)]


def test_draws_a_disc_in_a_few_pieces_close_to_its_edge():
    (loop,) = contours(Grid(-15, -15, 15, 15).disc((0.0, 0.0), 10))
    curves = curves_through(loop, closed=True)
    assert abs(area(loop)) == pytest.approx(math.pi * 100, rel=0.02)
    assert len(curves) <= 8
    assert all(math.hypot(*place) == pytest.approx(10, abs=0.25) for place in places(curves))


def test_closes_a_closed_line_and_joins_its_pieces():
    (loop,) = contours(Grid(-15, -15, 15, 15).limb(((-6.0, 0.0), 5), ((7.0, 2.0), 3)))
    curves = curves_through(loop, closed=True)
    following = curves[1:] + curves[:1]
    assert all(a[3] == pytest.approx(b[0], abs=0.05) for a, b in zip(curves, following, strict=True))


def test_keeps_the_corners_of_a_half_disc():
    grid = Grid(-15, -15, 15, 15)
    (loop,) = contours(grid.disc((0.0, 0.0), 10) & grid.floor())
    ends = [curve[0] for curve in curves_through(loop, closed=True)]
    for corner in ((-10, 0), (10, 0)):
        assert min(math.dist(corner, end) for end in ends) < 0.8


def test_leaves_out_patches_too_small_to_read():
    grid = Grid(-15, -15, 15, 15)
    speck = grid.disc((-9.0, 0.0), 1) | grid.disc((6.0, 0.0), 5)
    assert len(contours(speck, smallest=4.0)) == 1
    assert len(contours(speck, smallest=1.0)) == 2
