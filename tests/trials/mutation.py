"""Mutants of the engine and of the domain: one small change to one line, and whether a test notices.

The changes are those of cosmic-ray and the four below. A mutant lives in the memory of one forked process and never on
disk, so that the tree stays as it is whatever becomes of the run. Run it alone for the survivors of some files:
`python -m tests.trials.mutation zones.py rules.py`. Processes are forked: Linux, or macOS with luck.
"""

import ast
import functools
import gc
import importlib.abc
import importlib.util
import io
import json
import multiprocessing
import os
import resource
import signal
import sys
import time
import zoneinfo
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from difflib import unified_diff
from multiprocessing.connection import wait
from pathlib import Path

import hypothesis
import parso
import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "programs" / "progression"
DOMAIN = ROOT / "patients" / "domain"

# Table tests, cases and a few random histories; the properties are too slow to be asked of every mutant.
FOUND = sorted((ROOT / "tests/programs/progression").rglob("test_*.py"))
TESTS = [path for path in FOUND if path.stem != "test_properties"] + [ROOT / "tests/programs/test_library.py"]

# Of the domain what is decided without a row; the rest of it (triage, say) is asked with a database, so never here.
DOMAIN_TESTS = [
    ROOT / f"tests/patients/domain/test_{stem}.py"
    for stem in (
        "alarm",
        "danger_words",
        "dose",
        "engine_input",
        "escalation",
        "plan_cases",
        "plan_reading",
        "severe_pain",
        "todays_plan",
    )
]
DOMAIN_FILES = (
    "alarm.py",
    "danger_words.py",
    "dose.py",
    "engine_input.py",
    "escalation.py",
    "plan_cases.py",
    "plan_reading.py",
    "severe_pain.py",
    "todays_plan.py",
)

# Seconds of processor time and bytes after which a mutant counts as running for ever; the tests take two seconds.
CPU_LIMIT = 12
MEMORY_LIMIT = 4 << 30

# Which tests notice most, where it is not those of the same name.
LIKELY = {"schema": "cases", "answers": "manual"}

# Parts of pytest that a verdict does without; two of them collect garbage at the end of each run.
UNUSED = ("cacheprovider", "faulthandler", "logging", "threadexception", "unraisableexception")

# Left out: what fails at the import whatever the tests are worth (a decorator removed, types that cannot be combined),
# what is no Python, and `is` for `==`, which says the same of None and of an enumeration.
LEFT_OUT = ("RemoveDecorator", "NoOp", "Variable", "Invert", "UAdd", "USub_Not", "AddNot")
ARITHMETIC = (
    "Add_Sub",
    "Sub_Add",
    "Mul_FloorDiv",
    "Div_Mul",
    "FloorDiv_Mul",
    "Mod_Mul",
    "BitOr_BitAnd",
    "BitAnd_BitOr",
)


class OppositeName(Operator):
    """The best for the worst, one for every."""

    OPPOSITES = {"min": "max", "max": "min", "any": "all", "all": "any"}

    def mutation_positions(self, node):
        if node.type == "name" and node.value in self.OPPOSITES:
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):
        node.value = self.OPPOSITES[node.value]
        return node

    @classmethod
    def examples(cls):
        return ()


class NegatedCondition(Operator):
    """Every `if`, `elif`, `while`, ternary and filter the other way round."""

    def mutation_positions(self, node):
        for place in self.conditions(node):
            yield node.children[place].start_pos, node.children[place].end_pos

    def mutate(self, node, index):
        place = list(self.conditions(node))[index]
        node.children[place] = parso.parse(f" not ({node.children[place].get_code().strip()})")
        return node

    @staticmethod
    def conditions(node):
        """The places after the words that ask."""
        if node.type in ("if_stmt", "while_stmt", "comp_if", "test", "ternary"):
            for place, word in enumerate(node.children[:-1], 1):
                if word.get_code().strip() in ("if", "elif", "while"):
                    yield place

    @classmethod
    def examples(cls):
        return ()


class NegatedMembership(Operator):
    """`in` for `not in` and the other way round."""

    def mutation_positions(self, node):
        if node.type == "comparison" and node.children[1].get_code().split() in (["in"], ["not", "in"]):
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):
        word = " in" if "not" in node.children[1].get_code() else " not in"
        node.children[1] = parso.parse(word)
        return node

    @classmethod
    def examples(cls):
        return ()


class NoAnswer(Operator):
    """Nothing where a value is returned."""

    def mutation_positions(self, node):
        if node.type == "return_stmt" and node.children[1].get_code().strip() != "None":
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):
        node.children[1] = parso.parse(" None")
        return node

    @classmethod
    def examples(cls):
        return ()


@dataclass(frozen=True)
class Mutant:
    module: str
    was: str
    becomes: str
    source: str

    def __str__(self):
        return f"`{self.module}`: `{self.was}` → `{self.becomes}`"


def operators():
    for name in operator_names():
        _, _, short = name.partition("/")
        if short.startswith("ReplaceBinaryOperator"):
            wanted = short.endswith(ARITHMETIC)
        elif short.startswith("ReplaceComparisonOperator"):
            wanted = short.endswith(("_Is_IsNot", "_IsNot_Is")) or "_Is" not in short
        else:
            wanted = not any(word in short for word in LEFT_OUT)
        if wanted:
            yield get_operator(name)()
    yield from (OppositeName(), NegatedCondition(), NegatedMembership(), NoAnswer())


def mutants_of(path):
    """Every mutant of one file, without those that change a mere annotation or say the same as another."""
    source = path.read_text()
    tree, seen = get_ast(source), {None, meaning(source)}
    for operator in operators():
        count = sum(1 for node in ast_nodes(tree) for _ in operator.mutation_positions(node))
        for occurrence in range(count):
            mutated = mutate_code(source, operator, occurrence)
            if (means := meaning(mutated)) not in seen:
                seen.add(means)
                yield Mutant(named(path), *changed(source, mutated), mutated)


def named(path):
    """The file as the reports call it: `rules.py` of the engine, `domain/dose.py`."""
    return str(path.relative_to(ENGINE if ENGINE in path.parents else DOMAIN.parent))


def path_of(module):
    return (DOMAIN.parent if module.startswith("domain/") else ENGINE) / module


def meaning(source):
    """The syntax without what answers nothing: annotations, names given to types, the making of a dataclass. None where
    it is no Python: the bare star of a signature is no product."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            node.decorator_list = []
        for name in ("annotation", "returns"):
            if hasattr(node, name):
                setattr(node, name, ast.Constant(None))
    tree.body = [node for node in tree.body if not names_a_type(node)]
    return ast.dump(tree)


def names_a_type(node):
    """As `Value = bool | int | None` does; what is neither a name nor None is no part of a type."""
    parts = (ast.BinOp, ast.BitOr, ast.Subscript, ast.List, ast.Tuple, ast.Name, ast.Load)
    return isinstance(node, ast.Assign) and all(
        isinstance(part, parts) or (isinstance(part, ast.Constant) and part.value is None)
        for part in ast.walk(node.value)
    )


def changed(source, mutated):
    """The line as it was and as it is."""
    lines = list(unified_diff(source.splitlines(), mutated.splitlines(), n=0, lineterm=""))[3:]
    was = [line[1:].strip() for line in lines if line.startswith("-")]
    becomes = [line[1:].strip() for line in lines if line.startswith("+")]
    return " ".join(was), " ".join(becomes)


class InMemory(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Answers the import of one module with a source of its own, at the place of its file, which it may read from."""

    def __init__(self, path, source):
        self.path, self.source = path, source
        self.name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    def find_spec(self, fullname, path, target=None):
        if fullname != self.name:
            return None
        origin = str(self.path)
        spec = importlib.util.spec_from_loader(fullname, self, origin=origin, is_package=self.path.stem == "__init__")
        spec.has_location = True
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(str(self.path.parent))
        return spec

    def get_source(self, fullname):
        return self.source


def prepare():
    """What all tests need, once; nothing of the engine, which every process imports for itself."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    once = hypothesis.Phase.explicit, hypothesis.Phase.generate
    hypothesis.settings.register_profile(
        "mutation", deadline=None, derandomize=True, database=None, max_examples=15, phases=once
    )
    hypothesis.settings.load_profile("mutation")
    zoneinfo.available_timezones = functools.cache(zoneinfo.available_timezones)
    zoneinfo.available_timezones()
    gc.disable()


def ask(module, source):
    """Runs in its own process and ends it: 0 if every test passes."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT, CPU_LIMIT + 2))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    sys.meta_path.insert(0, InMemory(path_of(module), source))
    options = ["-c", os.devnull, f"--rootdir={ROOT}", "-xq", "--tb=no", "--assert=plain", "--noconftest"]
    options += [f"-pno:{plugin}" for plugin in UNUSED]
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        codes = (pytest.main([*options, *map(str, paths)]) for paths in likely_first(module))
        os._exit(next((code for code in codes if code), 0))


def likely_first(module):
    """The tests in two parts, so that most mutants cost but one file."""
    about = Path(module)
    tests = DOMAIN_TESTS if module.startswith("domain/") else TESTS
    stems = (about.stem, about.parent.name, LIKELY.get(about.stem), "rules")
    first = next(path for stem in stems for path in tests if path.stem == f"test_{stem}")
    return [first], [path for path in tests if path != first]


def verdict(exitcode):
    """The same run passes without a mutant, so whatever goes wrong is its doing."""
    if exitcode == -signal.SIGXCPU:
        return "timed out"
    return "survived" if exitcode == 0 else "killed"


def tried(mutants, workers):
    """Yields each mutant with its verdict, in the order they end. One that was ended from outside is asked again."""
    fork, waiting, running = multiprocessing.get_context("fork"), list(reversed(mutants)), {}
    while waiting or running:
        while waiting and len(running) < workers:
            mutant = waiting.pop()
            process = fork.Process(target=ask, args=(mutant.module, mutant.source))
            process.start()
            running[process.sentinel] = process, mutant
        for sentinel in wait(running):
            process, mutant = running.pop(sentinel)
            process.join()
            if process.exitcode in (-signal.SIGKILL, -signal.SIGTERM):
                waiting.append(mutant)
            else:
                yield mutant, verdict(process.exitcode)


def made(paths, workers):
    """Every mutant, made in processes of their own: what they need for it would be copied with every fork."""
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        return [mutant for found in pool.map(listed, paths, chunksize=1) for mutant in found]


def listed(path):
    return list(mutants_of(path))


def run(names, workers=2):
    """The figures and the survivors, as plain values."""
    started = time.monotonic()
    prepare()
    tested = [*sorted(ENGINE.rglob("*.py")), *(DOMAIN / name for name in DOMAIN_FILES)]
    paths = [path for path in tested if not names or path.name in names]
    untouched = [Mutant(named(path), "", "", path.read_text()) for path in paths]
    failing = [mutant.module for mutant, said in tried(untouched, workers) if said != "survived"]
    assert not failing, f"the tests fail without a mutant: {failing}"
    mutants, found = made(paths, workers), []
    for mutant, said in tried(mutants, workers):
        found.append((mutant, said))
        if said == "survived" or len(found) % 100 == 0:
            print(f"{len(found)} of {len(mutants)}, {said}: {mutant}", file=sys.stderr, flush=True)
    return {
        "verdicts": [{"module": mutant.module, "verdict": said} for mutant, said in found],
        "survivors": sorted(str(mutant) for mutant, said in found if said == "survived"),
        "timed_out": sorted(str(mutant) for mutant, said in found if said == "timed out"),
        "seconds": round(time.monotonic() - started),
    }


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1:]), ensure_ascii=False, indent=1))
