"""requirements*.lock: what `make lock` wrote from requirements*.txt, for every machine, and nothing of this one."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PAIRS = [("requirements.txt", "requirements.lock"), ("requirements-dev.txt", "requirements-dev.lock")]
HASH = r" \\\n    --hash=sha256:[0-9a-f]{64}"
PACKAGE = rf"^\S+==[^\s\\]+(?: ; [^\\\n]+)?(?:{HASH})+\n(?:    # ?.*\n)+"


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def asked(name):
    """What a readable file pins itself: {name: version}."""
    lines = (line.split("#")[0].strip() for line in read(name).splitlines())
    pins = [Requirement(line) for line in lines if line and not line.startswith("-r")]
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}


def locked(name):
    """What a lock pins: {name: (version, the files that asked for it)}."""
    packages = re.findall(PACKAGE, read(name), re.MULTILINE)
    pins = [re.match(r"(\S+)==(\S+)", text).groups() for text in packages]
    askers = [set(re.findall(r"-r (\S+)", text)) for text in packages]
    return {package: (version, files) for (package, version), files in zip(pins, askers, strict=True)}


@pytest.mark.parametrize(("readable", "lock"), PAIRS)
def test_locks_what_the_readable_file_asks_for_and_nothing_it_no_longer_does(readable, lock):
    direct = {name: version for name, (version, files) in locked(lock).items() if readable in files}
    assert direct == asked(readable), "type: make lock"


@pytest.mark.parametrize("lock", [lock for _readable, lock in PAIRS])
def test_is_made_of_pinned_packages_with_hashes_alone(lock):
    """So no address of an index, no folder and no option that would hold on one machine."""
    assert re.sub(PACKAGE, "", read(lock), flags=re.MULTILINE) == ""


def test_tests_the_versions_that_run():
    run, tested = ({name: version for name, (version, _) in locked(lock).items()} for _, lock in PAIRS)
    assert run.items() <= tested.items()
