"""What a room may do. A rule is a function over sources; who may import whom is in pyproject.toml instead."""

import ast
import re
import sys

from tests.architecture.sources import PACKAGES, imports, last_name, python, starts_with, templates

MANAGERS = {"objects", "_default_manager", "_base_manager"}
WRITES = {"save", "create", "update", "delete", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
WRITES |= {f"a{verb}" for verb in WRITES}
LOCKS = {"atomic", "on_commit", "select_for_update"}

# Rooms that show or say what is there, and change nothing.
READING = (
    *("patients.selectors", "patients.paper", "patients.chart", "patients.wording", "patients.domain"),
    *(
        "patients.engine",
        "patients.rows",
        "patients.told",
        "programs.selectors",
        "programs.wording",
        "programs.templatetags",
    ),
)
PURE = {
    "patients.domain": ("patients.domain", "programs.progression"),
    "programs.progression": ("programs.progression",),
}
CLOCKED = (
    *("hhtclinic", "deploy", "patients.views", "patients.admin", "patients.management", "patients.workshop"),
    *(
        "programs.clock",
        "programs.editor.admin",
        "programs.editor.guidance",
        "programs.editor.looked",
        "programs.management",
        "programs.workshop",
    ),
)
CLOCKS = {"time.time", "time.time_ns", "django.utils.timezone.now", "django.utils.timezone.localdate"}
NOW = "django.db.models.functions.Now"
BY_THE_DATABASE = "patients.models.audit"  # no program may say when an audit row was written
CLOCKS |= {NOW}
VIEWS, TAGS = ("patients.views",), ("programs.templatetags",)  # patients has none: its contract names every room
MODELS = ("hhtclinic.models", "patients.models", "programs.models", "programs.guidance")
ROOMS = {*READING, *PURE, *CLOCKED, *VIEWS, *TAGS, *MODELS}
PAGES = ("patient", "clinician", "account", "print", "email")


def pure_rooms_need_nothing_but_python(sources):
    for source in python(sources):
        for room, known in PURE.items():
            if not source.within(room):
                continue
            for line, module in imports(source):
                if not starts_with(module, [*sys.stdlib_module_names, *known]):
                    yield source.finding(line, f"imports {module}")


def one_function_reads_the_clock(sources):
    """`programs.clock.now`. A row may stamp its own column by default, where no service gives the time."""
    for source in templates(sources):
        for number, line in enumerate(source.text.splitlines(), 1):
            if re.search(r"\{%\s*now\b", line):
                yield source.finding(number, "reads the clock: the context has {{ now }}")
    for source in python(sources):
        if source.within("programs.clock") or source.is_migration:
            continue
        pure = source.within(*PURE)
        for line, module in imports(source):
            if module == NOW and source.within(BY_THE_DATABASE):
                continue
            if module in CLOCKS or (pure and starts_with(module, ["time"])):
                yield source.finding(line, f"imports {module}")
        stamps = _inside_of(source, {"default"}) if source.within(*MODELS) else set()
        called = {id(node.func): node for node in source.nodes if isinstance(node, ast.Call)}
        for node in source.nodes:
            if isinstance(node, ast.Attribute) and id(node) not in stamps and _is_clock(node, called.get(id(node))):
                yield source.finding(node.lineno, f"reads the clock: {ast.unparse(node)}")


def nobody_below_a_view_asks_the_time(sources):
    """Whoever answers a request or was started by somebody asks once; everybody below is told, as `now`."""
    for source in python(sources):
        if not source.within(*CLOCKED):
            for line, module in imports(source):
                if starts_with(module, ["programs.clock"]):
                    yield source.finding(line, f"imports {module}")


def _is_clock(node, call):
    """`patient.today(now)` and `timezone.localtime(at)` turn a time that is given; without one they read it, but for
    our own `clock.today()`."""
    whose, told = last_name(node.value), bool(call and call.args)
    if node.attr in {"localdate", "localtime"}:
        return whose == "timezone" and not told
    if node.attr == "today":
        return whose in {"datetime", "date"} or (whose != "clock" and bool(call and not told))
    if node.attr in {"now", "utcnow"}:
        return whose != "clock" and (bool(call) or whose in {"datetime", "timezone"})
    return whose == "time" and node.attr in {"time", "time_ns"}  # a stopwatch, time.monotonic, is no clock


def views_leave_the_database_to_others(sources):
    """Rows come from access and selectors, and a service writes them; a view may hold both in one transaction."""
    for source in python(sources):
        if source.within(*VIEWS):
            yield from _asks(source)
            yield from _writes(source)


def reading_rooms_write_nothing(sources):
    for source in python(sources):
        if not source.within(*READING):
            continue
        yield from _writes(source)
        for node in source.nodes:
            if isinstance(node, ast.Attribute) and node.attr in LOCKS:
                yield source.finding(node.lineno, f"writes: {ast.unparse(node)}")
        for line, module in imports(source):
            if starts_with(module, ["django.db.transaction"]):
                yield source.finding(line, "writes: imports transaction")


def template_tags_ask_nothing(sources):
    """A query behind a tag is one that no view and no budget can see."""
    for source in python(sources):
        if source.within(*TAGS):
            yield from _asks(source)
            for line, module in imports(source):
                if starts_with(module, ["django.apps", "django.db", "django.contrib"]) or _asked_room(module):
                    yield source.finding(line, f"asks: imports {module}")


def _asked_room(module):
    return starts_with(module, PACKAGES) and {"models", "selectors", "services", "access", "engine", "rows"} & set(
        module.split(".")
    )


def _asks(source):
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            yield source.finding(node.lineno, f"asks the database itself: {ast.unparse(node)}")


def _writes(source):
    for node in source.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            yield source.finding(node.lineno, f"writes: {ast.unparse(node.func)}")


def migrations_stand_alone(sources):
    """A migration must do in five years what it does today; code that it ran would have moved on.

    What Django itself writes for a column, `import patients.models.clinic` for a default, may stay.
    """
    for source in python(sources):
        if not source.is_migration:
            continue
        for node in source.nodes:
            if isinstance(node, ast.ImportFrom) and (node.level or starts_with(node.module, PACKAGES)):
                yield source.finding(node.lineno, f"imports {node.module}")
        written_by_django = _inside_of(source, {"default", "managers", "bases", "validators"})
        for node in source.nodes:
            if isinstance(node, ast.Name) and node.id in PACKAGES and id(node) not in written_by_django:
                yield source.finding(node.lineno, f"uses {node.id}")


def _inside_of(source, keywords):
    words = [word for node in source.nodes if isinstance(node, ast.Call) for word in node.keywords]
    return {id(node) for word in words if word.arg in keywords for node in ast.walk(word.value)}


def names_nobody_to_its_left(sources):
    """A name in a string is an import too: get_model("patients", …), "patients.Patient", "patient/_guidance.html"."""
    left = re.compile(rf"(patients|hhtclinic)(\.\w+)*|({'|'.join(PAGES)})/\w+\.(html|txt)")
    for source in python(sources):
        if not source.within("programs") or source.is_migration:
            continue
        for node in source.nodes:
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and left.fullmatch(text):
                yield source.finding(node.lineno, f"names {text}")


def imports_are_written_down(sources):
    """What is imported by a name made at run time is in no graph."""
    for source in python(sources):
        for line, module in imports(source):
            if starts_with(module, ["importlib", "pkgutil", "django.utils.module_loading"]):
                yield source.finding(line, f"imports {module}")
        for node in source.nodes:
            if isinstance(node, ast.Name) and node.id == "__import__":
                yield source.finding(node.lineno, "imports by a name made at run time")


LISTENS = "hhtclinic/recorded.py"  # to allauth and Django: what they do inside themselves is in the audit all the same


def nothing_happens_by_signal(sources):
    for source in python(sources):
        if source.path == LISTENS:
            continue
        for line, module in imports(source):
            if module.split(".")[-1] == "signals" or ".signals." in module or starts_with(module, ["django.dispatch"]):
                yield source.finding(line, f"uses a signal: {module}")


def rows_are_protected(sources):
    """Migrations repeat the models, and bring the history tables, which outlive whom they name."""
    for source in python(sources):
        if source.is_migration:
            continue
        for node in source.nodes:
            if not isinstance(node, ast.Call) or last_name(node.func) not in {"ForeignKey", "OneToOneField"}:
                continue
            given = [word.value for word in node.keywords if word.arg == "on_delete"] or node.args[1:2]
            if [last_name(value) for value in given] != ["PROTECT"]:
                yield source.finding(node.lineno, f"does not protect: {ast.unparse(node)}")


CODE = ("pickle", "marshal", "shelve", "dbm", "yaml", "xml", "lxml", "subprocess", "ctypes", "code", "codeop", "pty")
CALLS = {"eval", "exec", "compile"}
SYSTEM = {"system", "popen", "execv", "execvp", "spawnv", "spawnl"}
SQL = {"raw", "extra", "RawSQL"}
TELLS_SQL = (  # no word of it is anybody's
    *("hhtclinic/checks.py", "hhtclinic/health.py"),
    *(f"hhtclinic/management/commands/{name}.py" for name in ("migrate", "restore_drill", "update_database")),
    "patients/workshop/load.py",
)
STARTS_PROGRAMS = "hhtclinic/backups.py"  # for a command alone, by a list of words and without a shell


def runs_nothing_that_it_reads(sources):
    """No text becomes code, a command, a query or a template, and no bytes become objects but by JSON and TOML."""
    for source in python(sources):
        for line, module in imports(source):
            if source.path == STARTS_PROGRAMS and module == "subprocess":
                continue
            if starts_with(module, CODE) or module.endswith((".RawSQL", ".template.Template", ".template.Engine")):
                yield source.finding(line, f"imports {module}")
        for node in source.nodes:
            if not isinstance(node, ast.Call):
                continue
            name, whose = last_name(node.func), getattr(node.func, "value", None)
            if (
                (name in CALLS and whose is None)
                or (name in SYSTEM and last_name(whose) == "os")
                or name in SQL - {"raw"}
            ):
                yield source.finding(node.lineno, f"runs what it reads: {ast.unparse(node)[:60]}")
            if name == "raw" or (name == "cursor" and not source.is_migration and source.path not in TELLS_SQL):
                yield source.finding(node.lineno, f"writes SQL: {ast.unparse(node)[:60]}")


def refusals_are_told_apart(sources):
    """Whoever catches a refusal of the database asks which rule it was: another one is no reason for that sentence."""
    for source in python(sources):
        for node in source.nodes:
            if isinstance(node, ast.ExceptHandler) and node.type and _names(node.type, "IntegrityError"):
                asked = [one for one in ast.walk(node) if isinstance(one, ast.Call) and last_name(one.func) == "broke"]
                if not any(node.name and _names(one, node.name) for one in asked):
                    yield source.finding(node.lineno, "takes any refusal of the database for one: ask broke()")
            if isinstance(node, ast.Call) and last_name(node.func) == "suppress" and _names(node, "IntegrityError"):
                yield source.finding(node.lineno, "passes over any refusal of the database")


def _names(tree, name):
    return any(last_name(one) == name for one in ast.walk(tree) if isinstance(one, ast.Name | ast.Attribute))


RULES = (
    pure_rooms_need_nothing_but_python,
    one_function_reads_the_clock,
    nobody_below_a_view_asks_the_time,
    views_leave_the_database_to_others,
    reading_rooms_write_nothing,
    template_tags_ask_nothing,
    migrations_stand_alone,
    names_nobody_to_its_left,
    imports_are_written_down,
    nothing_happens_by_signal,
    rows_are_protected,
    runs_nothing_that_it_reads,
    refusals_are_told_apart,
)
