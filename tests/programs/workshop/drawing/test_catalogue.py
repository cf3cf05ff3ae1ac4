"""The list of pictures and what is said about them."""

from django.contrib.staticfiles import finders

from programs.workshop.drawing.catalogue import FILES, FRAMES, WAYS, Drawing, drawing_of
from programs.workshop.drawing.poses import all_poses


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


def test_answers_the_files_of_a_variation_and_none_where_nobody_drew_it():
    folder = "img/exercises/single-leg-bridge--standard"
    files = (f"{folder}--{name}.svg" for name in ("start", "end", "moves"))
    assert drawing_of("single-leg-bridge", "standard") == Drawing(*files, "lift", second_view=True)
    assert drawing_of("single-leg-bridge", "on-a-chair") is drawing_of("wall-sit", "standard") is None


def test_names_no_file_that_is_not_there():
    moves = [drawing_of(*slugs).moves for slugs in WAYS]
    assert [name for name in (*FILES.values(), *moves) if not finders.find(name)] == []
