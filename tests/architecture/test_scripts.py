"""What our scripts may not do with text: make markup or code of it, or take it from another site."""

import re

import pytest

from tests.architecture.sources import ROOT

SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
FORBIDDEN = re.compile(
    r"\.(?:innerHTML|outerHTML)\s*\+?=|insertAdjacentHTML|document\.write|\beval\(|new Function"
    r"|createContextualFragment|\bjavascript:|window\.addEventListener\(\s*[\"']message[\"']|__proto__|document\.domain|\bJSONP\b"
    r"|(?:from|import\(?)\s*[\"']https?:|set(?:Timeout|Interval)\(\s*[\"'`]"
)


def test_make_no_markup_and_no_code_of_text():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in SCRIPTS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if FORBIDDEN.search(line)
    ]
    assert found == [] and len(SCRIPTS) > 20


@pytest.mark.parametrize(
    "line",
    [
        "box.innerHTML = typed;",
        "list.insertAdjacentHTML('beforeend', typed)",
        "eval(answer)",
        "const run = new Function(text)",
        "window.addEventListener('message', act)",
        'import { a } from "https://cdn.example.org/a.js"',
        "setTimeout('go()', 5)",
        "answer.__proto__.ok = 1",
    ],
)
def test_finds_what_breaks(line):
    assert FORBIDDEN.search(line)
