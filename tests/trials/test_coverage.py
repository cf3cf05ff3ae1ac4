"""Which lines and branches of the engine no test of the engine reaches."""

import json
import subprocess
import sys

from .mutation import ROOT

ENGINE, TESTS = ROOT / "programs" / "progression", ROOT / "tests" / "programs" / "progression"


def test_leaves_no_branch_of_the_engine_unreached(tmp_path, figure):
    """By the table tests alone: what only a random history reaches is reached on some days and not on others."""
    data, report = tmp_path / "data", tmp_path / "report.json"
    run = [f"--data-file={data}", "--branch", f"--source={ENGINE}"]
    plain = ["-c", "/dev/null", f"--rootdir={ROOT}", "--noconftest", "-q", "-k", "not test_properties"]
    plain += ["--hypothesis-profile=ci"]
    coverage(ROOT, "run", *run, "-m", "pytest", *plain, str(TESTS))
    coverage(ROOT, "json", f"--data-file={data}", "-o", str(report), "-q")
    found = json.loads(report.read_text())
    total = found["totals"]
    missed = {
        name: (of["missing_lines"], of["missing_branches"])
        for name, of in found["files"].items()
        if of["missing_lines"] or of["missing_branches"]
    }
    figure("lines of the engine", total["num_statements"])
    figure("branches", total["num_branches"])
    figure("branches reached", f"{100 * total['covered_branches'] / total['num_branches']:.1f} %")
    assert missed == {}


def coverage(folder, *arguments):
    ran = subprocess.run([sys.executable, "-m", "coverage", *arguments], cwd=folder, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
