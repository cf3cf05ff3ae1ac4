"""What GitHub, editors and containers read. None of that runs where the tests do, so it is held to what can be read:
the schemas of those who read it, and the targets, files and packages that it names."""

import ast
import configparser
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests import chromium, node, pango

ROOT = Path(__file__).parent.parent
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").iterdir())
SCHEMAS = {
    **dict.fromkeys(WORKFLOWS, "vendor.github-workflows"),
    **{form: "vendor.github-issue-forms" for form in FORMS if form.name != "config.yml"},
    ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml": "vendor.github-issue-config",
    ROOT / ".github" / "dependabot.yml": "vendor.dependabot",
}
PRE_COMMIT = ROOT / ".pre-commit-config.yaml"
CONTAINER = ROOT / ".devcontainer" / "devcontainer.json"
DOCKERFILE = ROOT / ".devcontainer" / "Dockerfile"
PROSE = [ROOT / "SECURITY.md", ROOT / "CONTRIBUTING.md", ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md"]
READ = [*SCHEMAS, PRE_COMMIT, CONTAINER, DOCKERFILE, *PROSE]


def load(path):
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))  # refuses a key that stands there twice


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_is_what_github_takes(path):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", SCHEMAS[path], str(path)]
    answer = subprocess.run(command, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert load(path)


def test_leaves_no_file_of_github_unread():
    there = {path for path in (ROOT / ".github").rglob("*") if path.is_file()}
    assert there == {path for path in READ if ROOT / ".github" in path.parents}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_runs_what_everybody_runs_with_no_more_rights_than_to_read(path):
    workflow = load(path)
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert "permissions" not in job
        assert [step.get("run") or step["uses"].split("@")[0] for step in job["steps"]] == [
            "actions/checkout",
            "actions/setup-python",
            "make test",
        ]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_pins_what_comes_from_elsewhere_to_a_commit_and_says_which_version_that_is(path):
    used = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    assert used and all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line) for line in used)


def test_is_tried_on_the_oldest_python_that_is_promised():
    oldest = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))[1]
    (workflow,) = WORKFLOWS
    assert oldest in load(workflow)["jobs"]["test"]["strategy"]["matrix"]["python"]


def test_hooks_run_what_the_locks_install_and_nothing_from_elsewhere():
    (repository,) = load(PRE_COMMIT)["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        command = hook["entry"].split()[0]
        assert hook["language"] == "system"
        assert command.startswith(".venv/bin/") and (ROOT / command).exists(), command


def test_the_container_is_json_and_makes_what_the_makefile_makes():
    container = json.loads(CONTAINER.read_text(encoding="utf-8"), object_pairs_hook=without_twins)
    assert (CONTAINER.parent / container["build"]["dockerfile"]).exists()
    assert container["postCreateCommand"] == "make .venv/test"
    assert re.search(r"^\.venv/test:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def without_twins(pairs):
    assert len(dict(pairs)) == len(pairs), f"a key stands there twice: {pairs}"
    return dict(pairs)


def test_the_container_brings_what_the_tests_would_install():
    drawing = {*pango.PACKAGES.split(), *pango.FONTS.split()}
    wanted = drawing | {*chromium.PACKAGES, node.PACKAGE, *asked_of_apt("cluster.py")}
    assert wanted <= set(re.findall(r"^    ([\w.+-]+) \\$", DOCKERFILE.read_text(encoding="utf-8"), re.MULTILINE))


def asked_of_apt(file):
    """The packages that stand after `apt.sh` in a call: `["sh", …("apt.sh"), "postgresql"]`."""
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    lists = [item.elts for item in ast.walk(tree) if isinstance(item, ast.List) and "apt.sh" in ast.unparse(item)]
    return [item.value for items in lists for item in items[2:]]


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_names_targets_and_files_that_are_there(path):
    text = path.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w./-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {name for name in re.findall(r"\bmake ((?:\.venv/)?[a-z]+(?:-[a-z]+)*)[`\s;&\"]", text)} - targets == set()
    named = re.findall(r"\]\((?!https?:)([^)#]+)\)|`((?:docs|tests|deploy|\.github)/[\w./-]+)`|^COPY (\S+)", text, re.M)
    named += [(name,) for name in re.findall(r"\b[A-Z]{4,}\.md\b|\bdocs/[\w-]+\.md\b", text)]
    assert [name for names in named for name in names if name and not (ROOT / name).exists()] == []


def test_editors_are_told_what_the_linter_asks_for():
    editor = configparser.ConfigParser()
    editor.read_string("[DEFAULT]\n" + (ROOT / ".editorconfig").read_text(encoding="utf-8"))
    ruff = re.search(r"line-length = (\d+)", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))[1]
    assert editor["*.py"]["max_line_length"] == ruff
    assert editor["Makefile"]["indent_style"] == "tab"
