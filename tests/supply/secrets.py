"""Does any line there ever was hold a key or a password? `make secrets` reads the whole history.

Exit: 0 nothing but what reviewed_secrets.toml names; 1 something else; 3 not scanned, as the history is not whole here.
Each line is read once for each kind of file, wherever and however often it stands. What is found is told by its place
and its hash; what it is, is not printed.
"""

import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

from detect_secrets.core.scan import scan_file
from detect_secrets.settings import default_settings

FOUND, NOT_SCANNED = 1, 3
DIGEST = "Hex High Entropy String"
ROOT = Path(__file__).parents[2]
REVIEWED = Path(__file__).with_name("reviewed_secrets.toml")


class NotScanned(Exception):
    """There is no whole history to read; why."""


class Finding(NamedTuple):
    kind: str
    place: str  # the path it stood in first, or "message" for the words of a commit
    sha1: str


def history(folder):
    """{place: its lines that stand nowhere before} over all commits of all branches and tags, and what was read."""
    if git(folder, "rev-parse", "--is-shallow-repository").strip() != b"false":
        raise NotScanned("this clone is shallow; `git fetch --unshallow` brings what is missing")
    listed = git(folder, "rev-list", "--objects", "--all").decode(errors="replace").splitlines()
    names = {line.partition(" ")[0]: line.partition(" ")[2] for line in reversed(listed)}
    read, seen, lines = Counter(), set(), defaultdict(list)
    for name, kind, body in objects(folder, names):
        read[kind] += 1
        if kind == "tree" or (text := decoded(body)) is None:
            read["binary"] += kind == "blob"
            continue
        place = names[name] if kind == "blob" else "message"
        for line in text.splitlines():
            read["line"] += 1
            if (known := (Path(place).suffix, line)) not in seen:
                seen.add(known)
                lines[place].append(line)
    return lines, read


def objects(folder, names):
    """(name, kind, bytes) of each of `names`."""
    stream, at = git(folder, "cat-file", "--batch", given="\n".join(names).encode()), 0
    while at < len(stream):
        end = stream.index(b"\n", at)
        name, kind, size = stream[at:end].decode().split()
        at = end + 1 + int(size) + 1
        yield name, kind, stream[end + 1 : at - 1]


def decoded(body):
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def git(folder, *words, given=None):
    said = subprocess.run(["git", "-C", folder, *words], input=given, capture_output=True)
    if said.returncode:
        raise NotScanned((said.stderr.decode().strip().splitlines() or ["git does not say why"])[-1])
    return said.stdout


def scanned(lines):
    """What the scanner takes for a secret, each once for its place."""
    found = set()
    with default_settings(), tempfile.TemporaryDirectory() as folder:
        for number, (place, new) in enumerate(lines.items()):
            copy = Path(folder, str(number), place)
            copy.parent.mkdir(parents=True)
            copy.write_text("\n".join(new) + "\n", encoding="utf-8")
            found.update(Finding(one.type, place, one.secret_hash) for one in scan_file(str(copy)))
    return sorted(found)


def reviewed():
    """A function that tells of a finding whether somebody has looked at it: by its hash, or at a list of digests."""
    said = tomllib.loads(REVIEWED.read_text(encoding="utf-8"))
    known = {sha1 for row in said["reviewed"] for sha1 in row["sha1"]}
    digests = {(DIGEST, row["place"]) for row in said["digests"]}
    return lambda one: one.sha1 in known or (one.kind, one.place) in digests


def main(folder=ROOT):
    try:
        lines, read = history(folder)
    except NotScanned as reason:
        print(f"Secrets: not scanned. {reason}")
        sys.exit(NOT_SCANNED)
    findings, is_known = scanned(lines), reviewed()
    new = [one for one in findings if not is_known(one)]
    print(
        f"Secrets: {read['commit']} commits, {read['blob']} files ({read['binary']} binary, not read), "
        f"{read['line']} lines; "
        f"{len(findings)} findings, {len(findings) - len(new)} reviewed, {len(new)} new"
    )
    for one in new:
        print(f"{one.place}: {one.kind}, sha1 {one.sha1}")
    sys.exit(FOUND if new else 0)


if __name__ == "__main__":
    main()
