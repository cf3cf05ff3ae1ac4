"""Distance fields: where a shape is, and what is left after cutting."""

import pytest

from programs.workshop.drawing.field import Grid

GRID = Grid(-20, -20, 20, 20)


def test_measures_the_way_to_the_edge_of_a_limb():
    limb = GRID.limb(((-8.0, 0.0), 4), ((8.0, 0.0), 4))
    assert limb.at((0.0, 0.0)) == pytest.approx(-4, abs=0.05)
    assert limb.at((0.0, 6.0)) == pytest.approx(2, abs=0.05)
    assert limb.at((14.0, 0.0)) == pytest.approx(2, abs=0.05)


def test_swallows_a_circle_that_lies_inside_its_neighbour():
    limb = GRID.limb(((0.0, 0.0), 8), ((1.0, 0.0), 2))
    assert limb.at((0.0, 10.0)) == pytest.approx(2, abs=0.05)


def test_cuts_what_lies_behind():
    left, right = GRID.disc((-3.0, 0.0), 6), GRID.disc((3.0, 0.0), 6)
    assert (left - right).at((0.0, 0.0)) > 0
    assert (left & right).at((0.0, 0.0)) < 0
    assert (left - right).at((-6.0, 0.0)) < 0


def test_fills_the_crease_between_melted_shapes():
    left, right = GRID.disc((-5.0, 0.0), 5), GRID.disc((5.0, 0.0), 5)
    crease = (0.0, 1.0)
    assert (left | right).at(crease) > 0
    assert left.melted(right, 3).at(crease) < 0


def test_rounds_a_corner_and_leaves_a_straight_edge():
    corner = GRID.ahead((0.0, 0.0), 0) & GRID.ahead((0.0, 0.0), 90)
    calm = corner.calmed(3)
    assert calm.at((0.0, 0.0)) > 0.2
    assert calm.at((0.0, 12.0)) == pytest.approx(0, abs=0.05)


def test_lies_ahead_of_a_half_plane():
    above = GRID.ahead((0.0, 5.0), 90)
    assert above.at((3.0, 8.0)) == pytest.approx(-3)
    assert above.at((-3.0, 1.0)) == pytest.approx(4)
