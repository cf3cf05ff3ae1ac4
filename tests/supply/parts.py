"""What the site is made of that others wrote: the packages of requirements.lock and the folders of static/vendor."""

import hashlib
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"
VENDOR = ROOT / "static" / "vendor"
LICENCES = Path(__file__).with_name("licences.toml")
PINNED = re.compile(r"^([a-z0-9-]+)==([^\s;]+)(?: ; [^\\\n]+)? \\\n((?:[ #].*\n?)+)", re.MULTILINE)
SAID = re.compile(r"(\S+) (\S+), (https://\S+) \(npm package (\S+)\), .*, ([\w.-]+) sha256 ([0-9a-f]{64}) ")


class Package(NamedTuple):
    name: str
    version: str
    licence: str
    hashes: list[str]
    wanted_by: list[str]


class Vendored(NamedTuple):
    name: str
    version: str
    home: str
    licence: str
    sha256: str  # of the file that browsers get, as VERSION says
    files: dict[str, str]  # {path from the root: sha256}


def packages():
    """Every package of the lock, on whatever machine it is installed. Raises `KeyError` for one without a licence."""
    licences = tomllib.loads(LICENCES.read_text(encoding="utf-8"))
    for name, version, rest in PINNED.findall(LOCK.read_text(encoding="utf-8")):
        wanted_by = re.findall(r"^ +# (?:via |  )([a-z0-9-]+)$", rest, re.MULTILINE)
        yield Package(name, version, licences[name], sorted(re.findall(r"sha256:([0-9a-f]{64})", rest)), wanted_by)


def vendored():
    """Every folder of static/vendor, by what its VERSION says and what lies in it."""
    for folder in sorted(path for path in VENDOR.iterdir() if path.is_dir()):
        said = SAID.match(" ".join((folder / "VERSION").read_text(encoding="utf-8").split()) + " ")
        assert said, (
            f"{folder.name}/VERSION: NAME VERSION, https://HOME (npm package NAME), what was done, LICENCE; sha256"
        )
        _name, version, home, package, licence, sha256 = said.groups()
        files = {str(path.relative_to(ROOT)): digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}
        yield Vendored(package, version, home, licence, sha256, files)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
