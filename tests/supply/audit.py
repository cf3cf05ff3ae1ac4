"""Are holes known in what the site is made of? `make audit` asks, and says so where nobody could be asked.

Exit: 0 asked about everything, and nothing is known; 1 something is known; 3 not audited, in part or at all.
A source is believed once it has named the known holes of an old version: one that answers "nothing" to everything
would pass for an all-clear. OSV_URL and NPM_URL name others than those that pip-audit and npm are set up to ask.
"""

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from tests.supply.parts import LOCK, packages, vendored

KNOWN, NOT_AUDITED = 1, 3
OLD_PYTHON, OLD_NPM = "django==3.2.0", ("bootstrap", "3.3.0")  # many holes have been known in them for years
SECONDS = "15"
OTHER_OSV = ["--osv-url", os.environ["OSV_URL"]] if os.environ.get("OSV_URL") else []
SOURCES = {"OSV": ["-s", "osv", *OTHER_OSV], "PyPI": ["-s", "pypi"]}


class NotAudited(Exception):
    """Nobody could be asked; why, in a few words."""


def python():
    """{name: holes} of every package of the lock, and who was asked."""
    reasons = []
    for source, options in SOURCES.items():
        try:
            if not pip_audit(OLD_PYTHON, options)["django"]:
                raise NotAudited(f"does not know the holes of {OLD_PYTHON}")
            return of_the_lock(pip_audit(unconditional(), [*options, "--require-hashes"])), source
        except NotAudited as reason:
            reasons.append(f"{source}: {reason}")
    raise NotAudited("; ".join(reasons))


def of_the_lock(answer):
    if left_out := {package.name for package in packages()} - set(answer):
        raise NotAudited(f"says nothing of {', '.join(sorted(left_out))}")
    return answer


def unconditional():
    """The lock for every machine at once: what only another one installs is asked about as well."""
    lock = LOCK.read_text(encoding="utf-8")
    return "\n".join(line.split(" ; ")[0] + " \\" if " ; " in line else line for line in lock.splitlines())


def pip_audit(requirements, options):
    """{name: ids of its holes}."""
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "requirements.txt"
        asked.write_text(requirements, encoding="utf-8")
        command = ["pip_audit", "--strict", "--disable-pip", "--no-deps", "--format=json", "--progress-spinner=off"]
        command += [f"--timeout={SECONDS}", f"--requirement={asked}", f"--cache-dir={folder}/answers", *options]
        said = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True)
    return holes(said.stdout, said.stderr)


def holes(stdout, stderr):
    """What pip-audit found. It ends with 1 for a hole and for an answer that it did not get; only JSON is the first."""
    try:
        found = json.loads(stdout)["dependencies"]
    except (ValueError, KeyError):
        raise NotAudited((stderr.strip().splitlines() or ["no answer"])[-1][:200]) from None
    if skipped := [one["name"] for one in found if "skip_reason" in one]:
        raise NotAudited(f"skipped {', '.join(skipped)}")
    return {one["name"]: [hole["id"] for hole in one["vulns"]] for one in found}


def browser():
    """{name: holes} of what browsers get, and who was asked."""
    old, version = OLD_NPM
    if not npm({old: [version]}).get(old):
        raise NotAudited(f"npm: does not know the holes of {old} {version}")
    answer = npm({part.name: [part.version] for part in vendored()})
    return {part.name: answer.get(part.name, []) for part in vendored()}, "npm"


def npm(versions):
    """{name: addresses of its advisories} as `npm audit` asks for them."""
    body = json.dumps(versions).encode()
    try:
        request = urllib.request.Request(npm_url(), body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=int(SECONDS)) as answer:
            found = json.load(answer)
        return {name: [one["url"] for one in advisories] for name, advisories in found.items()}
    except (OSError, ValueError, AttributeError, TypeError, KeyError) as error:
        raise NotAudited(f"npm: {error}") from None


def npm_url():
    """Where npm itself asks; OSError where there is no npm."""
    if named := os.environ.get("NPM_URL"):
        return named
    said = subprocess.run(["npm", "config", "get", "registry"], capture_output=True, text=True)
    return f"{said.stdout.strip().rstrip('/')}/-/npm/v1/security/advisories/bulk"


def report(what, ask):
    """One line about one kind of parts, and the exit code for it."""
    try:
        found, source = ask()
    except NotAudited as reason:
        print(f"{what}: not audited. {reason}")
        return NOT_AUDITED
    named = {name: ids for name, ids in found.items() if ids}
    for name, ids in named.items():
        print(f"{what}: {name}: {', '.join(ids)}")
    if not named:
        print(f"{what}: {len(found)} asked about, no hole is known to {source} today")
    return KNOWN if named else 0


def main():
    codes = {report("Python", python), report("Browser", browser)}
    sys.exit(KNOWN if KNOWN in codes else max(codes))


if __name__ == "__main__":
    main()
