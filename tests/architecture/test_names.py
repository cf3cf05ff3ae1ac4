"""One name travels: URL `log-session`, view `log_session`, template `patient/log_session.html`; one grep finds them."""

import ast
import re
from functools import cache

import pytest

from tests.architecture.sources import ROOT, last_name, written

# Templates that bear another name than the URL whose view renders them, and why.
BORROWED = {
    "clinician/absence.html": "one page: days away are noted by whoever is away, or by the clinic's administrator",
    "account/nothing_here.html": "home sends people on; this is for those who have nowhere to go",
    "clinician/correct_entry.html": "a second, different morning noted in clinic asks what takes the place of what",
    "clinician/identity.html": "another address that was refused is asked about on the page that it was typed on",
    "clinician/in_clinic.html": "one page, two tasks: the session or the morning is noted with the patient in the room",
    "clinician/invited.html": "the link that was made, whoever made it: a new patient, a new invitation, an e-mail",
    "clinician/no_programme.html": "the patient's page of somebody who has no programme",
    "clinician/patient_page.html": "an act that was refused shows its patient's page again, with what was typed",
    "clinician/sent_before.html": "a form whose id was used before for something else, whatever it is for",
    "patient/no_programme.html": "today of somebody who has no programme",
    "patient/put_right.html": "a second, different answer for a morning asks whether it takes the place of the first",
    "patient/reminders.html": "a calendar's address is shown once, on the page where it was asked for",
    "print/slip.html": "templates/print is named for the paper",
    "print/unavailable.html": "no paper can be drawn on this machine",
}


@cache
def parsed(path):
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def addresses():
    """(name of the URL, module of the view, name of the view) of every address in patients/urls.py."""
    tree = parsed("patients/urls.py")
    modules = {name: ".".join(where) for name, where in _imported(tree, "patients.views").items()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and last_name(node.func) == "path":
            view, name = node.args[1], node.keywords[0].value.value
            yield name, modules[view.value.id], view.attr


def _imported(tree, package):
    houses = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module.startswith(package)]
    return {alias.name: (node.module, alias.name) for node in houses for alias in node.names}


def rendered(module, name, seen=None):
    """The templates that a view renders itself or through functions of patients/views that it names."""
    seen = set() if seen is None else seen
    tree = parsed(f"{module.replace('.', '/')}.py")
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    houses = [
        node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module.startswith("patients.view")
    ]
    others = {alias.name: (node.module, alias.name) for node in houses for alias in node.names}
    if (module, name) in seen or name not in functions:
        return set()
    seen.add((module, name))
    found = set()
    for node in ast.walk(functions[name]):
        if isinstance(node, ast.Constant) and re.fullmatch(r"\w+/\w+\.html", str(node.value)):
            found.add(node.value)
        elif isinstance(node, ast.Name):
            found |= rendered(module, node.id, seen)
            if node.id in others and _is_module(others[node.id][0]):
                found |= rendered(*others[node.id], seen)
        elif isinstance(node, ast.Attribute) and last_name(node.value) in others:
            found |= rendered(".".join(others[node.value.id]), node.attr, seen)
    return found


def _is_module(name):
    return (ROOT / name.replace(".", "/")).with_suffix(".py").exists()


ADDRESSES = sorted(addresses())


@pytest.mark.parametrize(("url", "module", "view"), ADDRESSES)
def test_calls_a_view_by_the_name_of_its_url(url, module, view):
    assert view == url.replace("-", "_")


@pytest.mark.parametrize(("url", "module", "view"), ADDRESSES)
def test_renders_a_template_by_the_name_of_its_url(url, module, view):
    own = {path for path in rendered(module, view) if path not in BORROWED}
    assert {path.split("/")[1] for path in own} <= {f"{view}.html"}


def test_borrows_no_template_that_is_not_rendered_or_not_borrowed():
    borrowed = {
        path
        for _url, module, view in ADDRESSES
        for path in rendered(module, view)
        if not path.endswith(f"/{view}.html")
    }
    assert borrowed == set(BORROWED)


def test_follows_a_view_into_the_functions_it_calls():
    assert rendered("patients.views.phone.entries", "log_session") == {"patient/log_session.html"}
    assert "clinician/patient_page.html" in rendered("patients.views.desk.plan", "write_note")


@pytest.fixture(scope="module")
def tests():
    """What the tests say, without this one and the access table, which asks every address who gets in."""
    here = {"tests/access_table.py", "tests/architecture/test_names.py"}
    return "\n".join(source.text for source in written(folders=["tests"]) if source.path not in here)


@pytest.mark.parametrize("url", [url for url, _module, _view in ADDRESSES])
def test_is_asked_by_its_name_in_a_test(tests, url):
    assert re.search(rf"""["'`(]{url}["'`)]""", tests)
