"""CONTRIBUTING.md's map against the folders: a room without a line fails, and so does a line without a room."""

import re

import pytest
from importlinter.api import read_configuration

from tests.architecture.sources import ROOT

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
UNNAMED = {"__init__.py", "apps.py", "migrations"}  # every Django package has them
PLACES = ["hhtclinic", "patients", "programs", "deploy", "templates", "static", "tests", "docs"]


def drawn():
    """{package: the rooms that the map gives it} from the map."""
    found, package = {}, None
    for line in re.search(r"## The map\n\n```\n(.*?)```", GUIDE, re.DOTALL)[1].splitlines():
        indent, name, said = re.fullmatch(r"( *)(\S+?)/? {2,}(\S.*)", line).groups()
        assert said
        if not indent:
            package, found[name] = name, []
        else:
            found[package].append(name)
    return found


def rooms(package):
    there = (path for path in (ROOT / package).iterdir() if path.suffix == ".py" or any(path.rglob("*.py")))
    return {path.name for path in there} - UNNAMED - {"__pycache__"}


@pytest.mark.parametrize("package", ["patients", "programs"])
def test_draws_every_room_and_no_other(package):
    assert sorted(drawn()[package]) == sorted(rooms(package))


def test_draws_every_folder_of_the_root_that_holds_what_is_shipped():
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))}
    assert set(drawn()) == folders - {"var", "node_modules", "test-results"}
    assert sorted(drawn()) == sorted(PLACES)


@pytest.mark.parametrize("package", ["patients", "programs"])
def test_draws_the_rooms_in_the_order_of_the_contract(package):
    """The line of arrows and the map from top to bottom are the contract's layers."""
    contract = next(
        one
        for one in read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]
        if one.get("containers") == [package]
    )
    layers = [[room.strip() for room in layer.split("|") if room.strip() != "apps"] for layer in contract["layers"]]
    said = re.search(rf"^- {package}: `([^`]*)`", GUIDE, re.MULTILINE)[1]
    assert [layer.split(" · ") for layer in " ".join(said.split()).split(" → ")] == layers
    assert [room.removesuffix(".py") for room in drawn()[package]] == [room for layer in layers for room in layer]


def test_names_no_file_that_is_not_there():
    named = re.findall(r"`((?:docs|hhtclinic|patients|programs|tests)/[\w/.-]+)`", GUIDE)
    assert [path for path in named if not (ROOT / path).exists()] == []
    assert len(named) > 15


def test_gives_every_word_one_meaning():
    words = re.findall(r"^\| ([a-z ]+) \|", GUIDE.split("## Words")[1], re.MULTILINE)
    assert len(words) == len(set(words)) > 12
