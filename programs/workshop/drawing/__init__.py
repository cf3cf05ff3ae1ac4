"""Draws the exercise pictures: a jointed figure, its flesh, its outline and the SVG text.

Standard library only. World units are centimetres, y up, the floor at y = 0; angles are world
degrees, counter-clockwise from the positive x axis. The figure lies with its head on the left.
"""
