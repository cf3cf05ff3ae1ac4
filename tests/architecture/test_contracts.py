"""Who may import whom, as pyproject.toml has it: each arrow that is forbidden is drawn once, and is found.

Most are drawn in the graph of imports; one of each kind is written into files of a copy, and read as `make lint` does.
"""

import shutil
import subprocess
import sys
from copy import deepcopy
from itertools import pairwise
from pathlib import Path

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract

from tests.architecture.sources import ROOT

CONFIGURATION = read_configuration(str(ROOT / "pyproject.toml"))
SESSION, CONTRACTS = CONFIGURATION["session_options"], CONFIGURATION["contracts_options"]
KINDS = {
    kind.type_name: kind
    for kind in (
        *(AcyclicSiblingsContract, ForbiddenContract, IndependenceContract),
        *(LayersContract, ProtectedContract),
    )
}
LINT = ["lint-imports", "--no-cache", "--no-logo"]


def upward():
    """(contract, importer, imported): for each layer an import of the layer above it, and of its neighbour in it."""
    for contract in CONTRACTS:
        if contract["type"] != "layers":
            continue
        container = f"{contract['containers'][0]}." if "containers" in contract else ""
        layers = [[container + name.strip() for name in layer.split("|")] for layer in contract["layers"]]
        for upper, lower in pairwise(layers):
            yield contract["name"], lower[0], upper[-1]
            yield contract["name"], lower[-1], upper[0]
        for layer in layers:
            yield from ((contract["name"], layer[0], other) for other in layer[1:])
            yield from ((contract["name"], other, layer[0]) for other in layer[1:])


# One module each that a colleague might well think of.
TEMPTING = [
    ("patients.notices.sending", "patients.views.answers"),
    ("patients.engine", "patients.services.review"),
    ("patients.engine", "patients.access"),
    ("patients.domain.engine_input", "patients.models.log"),
    ("patients.domain.todays_plan", "patients.models.care"),
    ("patients.domain.triage", "patients.selectors.directives"),
    ("patients.domain.dose", "patients.services.errors"),
    ("patients.chart.series", "patients.models.log"),
    ("patients.services.log", "patients.notices.planning"),
    ("patients.services.version", "patients.what_if.replay"),
    ("patients.services.contact", "patients.forms.contact"),
    ("patients.services.care", "patients.admin.assigning"),
    ("patients.selectors.desk.caseload", "patients.services.review"),
    ("patients.selectors.desk.caseload", "patients.workshop.load"),
    ("patients.views.desk.clinician", "patients.views.phone.entries"),
    ("patients.forms.phone.session", "patients.forms.desk.plan"),
    ("patients.views.phone.entries", "patients.workshop.demo"),
    ("programs.editor.forms", "programs.templatetags.criterion_words"),
    ("patients.wording.caseload", "patients.models.care"),
    ("patients.wording.caseload", "programs.models"),
    ("programs.wording.clinician", "programs.models"),
    ("programs.workshop.virtual.clinic", "programs.models"),
    ("programs.workshop.drawing.scene", "programs.models"),
    ("programs.library", "programs.editor.admin"),
    ("programs.gate", "programs.models"),
    ("programs.selectors", "patients.models.care"),
    ("programs.selectors", "hhtclinic.models"),
    ("patients.access", "hhtclinic.models"),
    ("patients.access", "patients.selectors.conversation"),
    ("programs.progression.rules", "programs.progression.engine"),
    ("programs.progression.rules", "programs.gate"),
    ("programs.progression.cases", "django"),
    ("patients.domain.volume", "django"),
    ("patients.services.errors", "patients.services.care"),
    ("deploy.prepare", "patients.models.care"),
    ("hhtclinic.health", "hhtclinic.middleware"),
    ("patients.selectors.desk.caseload", "patients.selectors.phone.plan"),
    ("programs.library", "programs.wording.terms"),
    ("programs.progression.rules", "programs.progression.validity"),
]
# (what is written where, what the answer names)
WRITTEN = {
    "at the top": ({"patients/services/log.py": "from patients.views import answers"}, "patients.services.log"),
    "relative": ({"patients/models/log.py": "from ..selectors import desk"}, "patients.models.log"),
    "inside a function": (
        {"patients/models/log.py": "def late():\n    from patients import services\n    return services"},
        "patients.models.log -> patients.services",
    ),
    "under TYPE_CHECKING": (
        {"patients/access.py": "if TYPE_CHECKING:\n    from patients.services.log import log_session"},
        "patients.access -> patients.services.log",
    ),
    "over a third module": (
        {
            "patients/selectors/phone/week.py": "from patients.selectors import intake",
            "patients/selectors/intake.py": "from patients.selectors.desk import bad_days",
        },
        "patients.selectors.phone is not allowed to import patients.selectors.desk",
    ),
    "of Django over the engine": (
        {"programs/progression/history.py": "from django.utils import timezone"},
        "patients.domain is not allowed to import django",
    ),
    "in a circle": ({"patients/services/errors.py": "from patients.services import care"}, "No circle in any room"),
    "of the workshop": ({"patients/views/account.py": "from patients.workshop import demo"}, "The workshop serves"),
    "a room in no layer": ({"patients/spare.py": ""}, "patients.spare"),
    "a package in no layer": ({"programs/spare/__init__.py": ""}, "programs.spare"),
    "a module of the engine in no layer": ({"programs/progression/spare.py": ""}, "programs.progression.spare"),
    "wiring in no layer": ({"hhtclinic/spare.py": ""}, "hhtclinic.spare"),
}


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph(*SESSION["root_packages"], include_external_packages=True, cache_dir=None)


def broken(graph, names=None):
    """The names of the contracts that do not hold, of all or of `names`."""
    asked = [contract for contract in CONTRACTS if names is None or contract["name"] in names]
    return {one["name"] for one in asked if not _contract(one).check(deepcopy(graph), verbose=False).kept}


def _contract(options):
    return KINDS[options["type"]](options["name"], SESSION, options)


def with_import(graph, importer, imported):
    changed = deepcopy(graph)
    changed.add_import(importer=importer, imported=imported, line_number=1, line_contents=f"import {imported}")
    return changed


def test_holds(graph):
    assert broken(graph) == set()


@pytest.mark.parametrize(("contract", "importer", "imported"), list(upward()))
def test_finds_an_import_upwards_or_sideways(graph, contract, importer, imported):
    assert broken(with_import(graph, importer, imported), {contract}) == {contract}


@pytest.fixture(scope="module")
def tempted(graph):
    """{(importer, imported): the contracts that this import breaks}"""
    assert {name for pair in TEMPTING for name in pair} <= set(graph.modules)
    return {pair: broken(with_import(graph, *pair)) for pair in TEMPTING}


@pytest.mark.parametrize("pair", TEMPTING, ids=" imports ".join)
def test_finds_what_one_is_tempted_to_import(tempted, pair):
    assert tempted[pair]


@pytest.mark.parametrize("contract", [contract["name"] for contract in CONTRACTS])
def test_needs_every_contract(tempted, contract):
    """Without it one of the imports above would pass."""
    assert {contract} in tempted.values()


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy")
    for name in SESSION["root_packages"]:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.toml"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def linted(folder):
    program = Path(sys.executable).parent / LINT[0]
    done = subprocess.run([program, *LINT[1:]], cwd=folder, capture_output=True, text=True, env={"COLUMNS": "200"})
    return done.returncode, " ".join(done.stdout.split())


def test_is_what_make_lint_runs():
    assert f"\t$(BIN)/{' '.join(LINT)}\n" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_passes_the_copy(copy):
    code, said = linted(copy)
    assert code == 0, said


@pytest.mark.parametrize("kind", WRITTEN)
def test_finds_an_import_in_the_files(copy, kind):
    planted, named = WRITTEN[kind]
    there = {path: path.read_text(encoding="utf-8") if path.exists() else None for path in map(copy.joinpath, planted)}
    try:
        for path, (before, text) in zip(there, zip(there.values(), planted.values(), strict=True), strict=True):
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"{before or ''}\n{text}\n", encoding="utf-8")
        code, said = linted(copy)
    finally:
        for path, before in there.items():
            path.unlink() if before is None else path.write_text(before, encoding="utf-8")
    assert code == 1
    assert named in said
