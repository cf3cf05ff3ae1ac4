"""The list of pictures and what is said about them."""

from programs.drawing.catalogue import FRAMES
from programs.drawing.poses import all_poses


def test_lists_every_pose_once():
    slugs = [frame.slugs for frame in FRAMES]
    assert sorted(slugs) == sorted(all_poses())
    assert len(set(slugs)) == 14


def test_names_a_file_by_its_slugs():
    assert FRAMES[0].file_name == "double-leg-bridge--heels-close--start.svg"


def test_says_something_different_about_every_picture():
    sentences = {frame.sentence for frame in FRAMES}
    assert len(sentences) == len(FRAMES)
    assert all(sentence.endswith(".") and len(sentence) < 125 for sentence in sentences)
