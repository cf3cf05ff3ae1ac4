"""make audit: what it says where somebody answers, and where nobody does."""

import json

import pytest

from tests.supply import audit

CLEAN = json.dumps({"dependencies": [{"name": "django", "version": "5.2", "vulns": []}], "fixes": []})
HOLE = json.dumps({"dependencies": [{"name": "django", "version": "3.2", "vulns": [{"id": "PYSEC-1"}]}], "fixes": []})
SKIPPED = json.dumps({"dependencies": [{"name": "django", "skip_reason": "not found"}], "fixes": []})
LOST = "requests.exceptions.ConnectionError: no such host"


def test_reads_what_pip_audit_found():
    assert audit.holes(CLEAN, "No known vulnerabilities found") == {"django": []}
    assert audit.holes(HOLE, "Found 1 known vulnerability") == {"django": ["PYSEC-1"]}


@pytest.mark.parametrize(
    ("stdout", "stderr", "why"), [("", LOST, LOST), ("", "", "no answer"), (SKIPPED, "", "skipped django")]
)
def test_takes_no_silence_for_an_all_clear(stdout, stderr, why):
    with pytest.raises(audit.NotAudited, match=why):
        audit.holes(stdout, stderr)


@pytest.fixture
def sources(monkeypatch):
    """Answers in the place of pip-audit and npm: what is known, by name; None where nobody answers."""

    def answer(*, python, npm):
        def asked(known, names):
            if known is None:
                raise audit.NotAudited("nobody answers")
            return {name: known.get(name, []) for name in names}

        whole = [package.name for package in audit.packages()]
        monkeypatch.setattr(
            audit, "pip_audit", lambda lines, _: asked(python, ["django"] if "3.2.0" in lines else whole)
        )
        monkeypatch.setattr(audit, "npm", lambda versions: asked(npm, versions))

    return answer


KNOWN = {"django": ["PYSEC-1"], "bootstrap": ["GHSA-1"]}
NO_ALL_CLEAR = "not audited"


@pytest.mark.parametrize(
    ("python", "npm", "code"),
    [
        (None, None, 3),
        (None, KNOWN, 1),  # what is known counts more than what could not be asked
        ({}, {}, 3),  # a source that knows nothing of a version full of holes
        ({}, None, 3),
        (KNOWN, KNOWN, 1),
    ],
)
def test_ends_with_a_code_of_its_own_where_nobody_could_be_asked(sources, capsys, python, npm, code):
    sources(python=python, npm=npm)
    with pytest.raises(SystemExit) as end:
        audit.main()
    assert end.value.code == code
    said = capsys.readouterr().out
    assert (NO_ALL_CLEAR in said) is (None in (python, npm) or {} in (python, npm))
    assert "no hole is known" not in said


def test_says_whom_it_asked_about_how_much_where_nothing_is_known(monkeypatch, capsys):
    old_alone = {"django==3.2.0": {"django": ["PYSEC-1"]}}
    clean = {package.name: [] for package in audit.packages()}
    monkeypatch.setattr(audit, "pip_audit", lambda lines, _: old_alone.get(lines, clean))
    monkeypatch.setattr(
        audit, "npm", lambda asked: {"bootstrap": ["GHSA-1"]} if asked == {"bootstrap": ["3.3.0"]} else {}
    )
    with pytest.raises(SystemExit) as end:
        audit.main()
    assert end.value.code == 0
    assert f"Python: {len(clean)} asked about, no hole is known to OSV today" in capsys.readouterr().out


def test_believes_no_source_that_leaves_a_package_out():
    with pytest.raises(audit.NotAudited, match=r"says nothing of .*weasyprint"):
        audit.of_the_lock({"django": []})


def test_asks_about_what_only_another_machine_installs():
    asked = audit.unconditional()
    assert "colorama==0.4.6 \\\n" in asked and " ; " not in asked
