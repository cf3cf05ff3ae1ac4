"""docs/sbom.cdx.json: every part of others that is served or installed, as it is today."""

import importlib.metadata
import json
import re

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.supply import bom, parts

TEXT = bom.PLACE.read_text(encoding="utf-8")
LISTED = {one["name"]: one for one in json.loads(TEXT)["components"]}


def test_is_up_to_date():
    assert bom.written() == TEXT, "type: make sbom"


def test_is_what_cyclonedx_takes():
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(TEXT) is None


def test_names_every_package_of_the_lock_with_version_licence_and_hashes():
    locked = re.findall(
        r"^([\w-]+)==([^\s;]+)((?:.*\\\n)(?:    --hash.*\n)+)", parts.LOCK.read_text("utf-8"), re.MULTILINE
    )
    assert len(locked) == len(re.findall(r"^\w", parts.LOCK.read_text("utf-8"), re.MULTILINE)) > 30
    for name, version, rest in locked:
        assert shown(LISTED[name]) == (version, set(re.findall(r"sha256:(\w{64})", rest))), name
        assert LISTED[name]["licenses"][0]["expression"]


def test_names_every_vendored_file_with_version_licence_and_hash():
    files = [path for path in parts.VENDOR.rglob("*") if path.is_file()]
    listed = {file["name"]: file for one in LISTED.values() for file in one.get("components", [])}
    assert {str(path.relative_to(parts.ROOT)) for path in files} == set(listed)
    for path in files:
        said = listed[str(path.relative_to(parts.ROOT))]
        assert said["hashes"] == [{"alg": "SHA-256", "content": parts.digest(path)}]
        assert said["version"] and said["licenses"][0]["expression"]


def shown(component):
    return component["version"], {one["content"] for one in component["hashes"]}


def test_lists_nothing_else():
    assert len(LISTED) == len(list(parts.packages())) + len(list(parts.vendored()))


def test_names_no_day_and_no_machine():
    assert "timestamp" not in TEXT
    assert set(re.findall(r"https?://([^/\"]+)", TEXT)) == {"cyclonedx.org", "github.com"}
    assert str(parts.ROOT) not in TEXT


def test_hashes_what_browsers_get_as_it_was_published_or_made():
    for part in parts.vendored():
        assert part.sha256 in part.files.values(), f"{part.name}: the file is another than VERSION says"


def test_says_the_licence_that_a_package_says_itself():
    """Where it is installed and names its licence in SPDX's words."""
    said = {package.name: in_its_own_words(package.name) or package.licence for package in parts.packages()}
    assert said == {package.name: package.licence for package in parts.packages()}


def in_its_own_words(name):
    try:
        return importlib.metadata.metadata(name).get("License-Expression")
    except importlib.metadata.PackageNotFoundError:
        return None


def test_has_a_licence_for_no_package_that_has_gone():
    words = set(re.findall(r"^([\w-]+) =", parts.LICENCES.read_text(encoding="utf-8"), re.MULTILINE))
    assert words == {package.name for package in parts.packages()}
