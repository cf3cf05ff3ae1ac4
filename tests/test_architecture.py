"""The house rules, read from the sources. Each rule is a function over sources; a planted violation proves it."""

import ast
import re
import sys
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("hhtclinic", "programs", "patients")
LONGEST_FUNCTION = 45
LONGEST_MODULE = 420
LONGEST_TEMPLATE_LINE = 140


@dataclass(frozen=True)
class Source:
    """One file: its path from the root of the tree, and its text."""

    path: str
    text: str

    @property
    def module(self):
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @cached_property
    def nodes(self):
        return list(ast.walk(ast.parse(self.text, self.path)))

    @property
    def is_python(self):
        return self.path.endswith(".py")

    @property
    def is_template(self):
        return self.path.startswith("templates/")

    @property
    def is_migration(self):
        return "/migrations/" in self.path

    def within(self, *modules):
        return any(self.module == name or self.module.startswith(f"{name}.") for name in modules)

    def finding(self, line, what):
        return f"{self.path}:{line}: {what}"


def written(*folders):
    """Every Python module and template of the product, those of its e-mails among them."""
    kinds = {".py", ".html", ".txt"}
    paths = [path for name in folders for path in sorted((ROOT / name).rglob("*")) if path.suffix in kinds]
    return [Source(path.relative_to(ROOT).as_posix(), path.read_text()) for path in paths]


def python(sources):
    return [source for source in sources if source.is_python]


def templates(sources):
    return [source for source in sources if source.is_template]


def imports(source):
    """(line, module) of everything a source imports; `from a import b` gives both a and a.b."""
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(source, node)
            yield node.lineno, base
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def _absolute(source, node):
    if not node.level:
        return node.module
    package = source.path.split("/")[:-1]
    parents = package[: len(package) - node.level + 1]
    return ".".join([*parents, *([node.module] if node.module else [])])


def starts_with(module, names):
    return any(module == name or module.startswith(f"{name}.") for name in names)


# The rules ------------------------------------------------------------------------------------------------------------

# Who imports what never: inside an app the arrow is urls, views · admin, forms, services · selectors · access, models.
ARROW = ("models", "access", "services", "selectors", "paper", "forms", "desk_forms", "views", "admin", "urls")


def inside_patients(*allowed):
    return tuple(f"patients.{name}" for name in ARROW if name not in allowed)


NEVER = {
    "programs": ("patients", "hhtclinic"),
    "patients": ("hhtclinic",),
    "patients.models": inside_patients("models"),
    "patients.access": inside_patients("models", "access"),
    "patients.services": inside_patients("models", "access", "services"),
    "patients.selectors": inside_patients("models", "access", "services", "selectors"),
    "patients.paper": inside_patients("models", "access", "selectors", "paper"),
    "patients.forms": inside_patients("models", "access", "selectors", "forms"),
    "patients.desk_forms": inside_patients("models", "access", "selectors", "desk_forms"),
    "programs.models": (
        "programs.selectors",
        "programs.editor.publishing",
        "programs.transfer",
        "programs.editor.admin",
    ),
    "programs.selectors": ("programs.editor.admin",),
    "deploy": ("programs", "patients"),
}


def imports_go_one_way(sources):
    for source in python(sources):
        never = [name for who, names in NEVER.items() if source.within(who) for name in names]
        for line, module in imports(source):
            if starts_with(module, never):
                yield source.finding(line, f"imports {module}")


def names_nobody_to_its_left(sources):
    """A name in a string is an import too: get_model("patients", ...), "patients.Patient", import_module("...")."""
    for source in python(sources):
        if not source.within("programs") or source.is_migration:
            continue
        for node in source.nodes:
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and re.fullmatch(r"(patients|hhtclinic)(\.\w+)*", text):
                yield source.finding(node.lineno, f"names {text}")


def rules_need_nothing_but_python(sources):
    for source in python(sources):
        if not source.within("programs.progression"):
            continue
        for line, module in imports(source):
            if not starts_with(module, [*sys.stdlib_module_names, "programs.progression"]):
                yield source.finding(line, f"imports {module}")


def rules_have_no_clock(sources):
    for source in python(sources):
        if not source.within("programs.progression"):
            continue
        for line, module in imports(source):
            if starts_with(module, ["time"]):
                yield source.finding(line, f"imports {module}")
        called = {id(node.func) for node in source.nodes if isinstance(node, ast.Call)}
        for node in source.nodes:
            if not isinstance(node, ast.Attribute) or node.attr not in {"now", "utcnow", "today"}:
                continue
            if id(node) in called or _last_name(node.value) in {"datetime", "date", "timezone"}:
                yield source.finding(node.lineno, f"reads the clock: {ast.unparse(node)}")


def views_start_from_access(sources):
    for source in python(sources):
        if not source.within("patients.views"):
            continue
        for node in source.nodes:
            if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}:
                yield source.finding(node.lineno, f"asks the database itself: {ast.unparse(node)}")


def nothing_happens_by_signal(sources):
    for source in python(sources):
        for line, module in imports(source):
            if module.split(".")[-1] == "signals" or ".signals." in module or starts_with(module, ["django.dispatch"]):
                yield source.finding(line, f"uses a signal: {module}")


def modules_are_named_for_what_they_mean(sources):
    meaningless = {"util", "utils", "helper", "helpers", "common", "misc"}
    for source in sources:
        if meaningless & {part.strip("_") for part in re.split(r"[/.]", source.path)}:
            yield source.finding(1, "the name says nothing")


def rows_are_protected(sources):
    """Migrations repeat the models, and bring the history tables, which outlive whom they name."""
    for source in python(sources):
        if source.is_migration:
            continue
        for node in source.nodes:
            if not isinstance(node, ast.Call) or _last_name(node.func) not in {"ForeignKey", "OneToOneField"}:
                continue
            given = [word.value for word in node.keywords if word.arg == "on_delete"] or node.args[1:2]
            if [_last_name(value) for value in given] != ["PROTECT"]:
                yield source.finding(node.lineno, f"does not protect: {ast.unparse(node)}")


def _last_name(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


# Where markup that is escaped already is put together again, and why it may be.
ESCAPED_BEFORE = {"programs/templatetags/desk_admin.py": "the cells come from the admin as finished HTML"}


def markup_is_escaped(sources):
    for source in templates(sources):
        if source.path.endswith(".txt"):
            continue  # an e-mail of plain text has nothing to escape
        for number, line in enumerate(source.text.splitlines(), 1):
            if re.search(r"\|\s*safe(seq)?\b|\{%\s*autoescape\s+off", line):
                yield source.finding(number, "prints markup unescaped")
    for source in python(sources):
        for line, module in imports(source):
            if module.split(".")[-1] in {"mark_safe", "SafeString"} and source.path not in ESCAPED_BEFORE:
                yield source.finding(line, "prints markup unescaped")


class _Inline(HTMLParser):
    """Collects what a strict content security policy would refuse."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append((self.getpos()[0], f"inline <{tag}>"))
        for name, value in attrs:
            if name == "style" or re.fullmatch(r"on[a-z]+", name) or (value or "").strip().startswith("javascript:"):
                self.found.append((self.getpos()[0], f"inline {name} on <{tag}>"))


def nothing_is_inline(sources):
    for source in templates(sources):
        parser = _Inline()
        parser.feed(_without_tags(source.text))
        for line, what in parser.found:
            yield source.finding(line, what)


def _without_tags(text):
    """A template with its own tags blanked, line by line as before."""
    blank = re.compile(r"\{%\s*comment\b.*?endcomment\s*%\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
    return blank.sub(lambda match: "\n" * match[0].count("\n") or " ", text)


def drawings_are_named_in_one_place(sources):
    """Who makes a picture's name of slugs names files that are not there. The app's shell lists the folder."""
    for source in sources:
        if source.within("programs.workshop.drawing") or source.path == "hhtclinic/pwa.py":
            continue
        for number, line in enumerate(source.text.splitlines(), 1):
            if "img/exercises/" in line:
                yield source.finding(number, "names a drawing itself; ask the variation")


def functions_are_short(sources):
    for source in python(sources):
        for node in source.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not source.is_migration:
                lines = node.end_lineno - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    yield source.finding(node.lineno, f"{node.name} has {lines} lines")


def modules_are_short(sources):
    for source in python(sources):
        lines = len(source.text.splitlines())
        if lines > LONGEST_MODULE and not source.is_migration:
            yield source.finding(lines, f"{lines} lines")


def lines_of_templates_are_short(sources):
    """Their length alone is held: a formatter would change translated texts and the space between words."""
    for source in templates(sources):
        for number, line in enumerate(source.text.splitlines(), 1):
            if len(line) > LONGEST_TEMPLATE_LINE:
                yield source.finding(number, f"{len(line)} characters")


RULES = (
    imports_go_one_way,
    names_nobody_to_its_left,
    rules_need_nothing_but_python,
    rules_have_no_clock,
    views_start_from_access,
    nothing_happens_by_signal,
    modules_are_named_for_what_they_mean,
    rows_are_protected,
    markup_is_escaped,
    nothing_is_inline,
    drawings_are_named_in_one_place,
    functions_are_short,
    modules_are_short,
    lines_of_templates_are_short,
)

# Each planted violation gives at least one finding; what stands beside it gives none. --------------------------------

PLANTED = [
    (imports_go_one_way, "programs/models.py", "from patients.models import Patient"),
    (imports_go_one_way, "programs/management/commands/x.py", "import patients"),
    (imports_go_one_way, "programs/models.py", "from hhtclinic import settings"),
    (imports_go_one_way, "patients/forms.py", "def late():\n    from hhtclinic.models import User"),
    (imports_go_one_way, "patients/models/log.py", "from patients import services"),
    (imports_go_one_way, "patients/models/log.py", "from ..selectors import desk"),
    (imports_go_one_way, "patients/models/log.py", "from .. import forms"),
    (imports_go_one_way, "patients/forms.py", "from patients.services.log import log_session"),
    (imports_go_one_way, "patients/services/log.py", "from patients.views import patient"),
    (imports_go_one_way, "patients/selectors/desk.py", "from patients.forms import DecisionForm"),
    (imports_go_one_way, "patients/access.py", "from patients import selectors"),
    (names_nobody_to_its_left, "programs/editor/admin.py", "rows = apps.get_model('patients', 'Patient')"),
    (names_nobody_to_its_left, "programs/models.py", "models.ForeignKey('patients.Patient', models.PROTECT)"),
    (rules_need_nothing_but_python, "programs/progression/rules.py", "from django.utils import timezone"),
    (rules_need_nothing_but_python, "programs/progression/rules.py", "from programs.models import Stage"),
    (rules_need_nothing_but_python, "programs/progression/rules.py", "from .. import wording"),
    (rules_have_no_clock, "programs/progression/rules.py", "import datetime as dt\nnow = dt.datetime.now(dt.UTC)"),
    (rules_have_no_clock, "programs/progression/rules.py", "from datetime import date\ntoday = date.today()"),
    (rules_have_no_clock, "programs/progression/rules.py", "at: datetime = field(default_factory=datetime.now)"),
    (rules_have_no_clock, "programs/progression/rules.py", "from time import monotonic"),
    (rules_have_no_clock, "programs/progression/rules.py", "import time\nat = time.time()"),
    (rules_have_no_clock, "programs/progression/rules.py", "now = timezone.now()"),
    (views_start_from_access, "patients/views/phone/patient.py", "rows = Patient.objects.all()"),
    (views_start_from_access, "patients/views/phone/patient.py", "rows = get_list_or_404(Patient._default_manager)"),
    (nothing_happens_by_signal, "patients/models/log.py", "from django.db.models.signals import post_save"),
    (nothing_happens_by_signal, "patients/models/log.py", "from django.db.models import signals"),
    (nothing_happens_by_signal, "patients/models/log.py", "from django.dispatch import receiver"),
    (nothing_happens_by_signal, "hhtclinic/models.py", "from allauth.account.signals import user_logged_in"),
    (modules_are_named_for_what_they_mean, "patients/utils.py", ""),
    (modules_are_named_for_what_they_mean, "patients/helpers/dates.py", ""),
    (modules_are_named_for_what_they_mean, "templates/common/_row.html", ""),
    (rows_are_protected, "patients/models/log.py", "x = models.ForeignKey(Patient, on_delete=models.CASCADE)"),
    (rows_are_protected, "patients/models/log.py", "x = models.OneToOneField(Patient, models.SET_NULL, null=True)"),
    (rows_are_protected, "programs/models.py", "x = ForeignKey('Stage', on_delete=DO_NOTHING)"),
    (markup_is_escaped, "templates/x.html", "{{ note|safe }}"),
    (markup_is_escaped, "templates/x.html", "{{ notes | safeseq|join:' ' }}"),
    (markup_is_escaped, "templates/x.html", "{%  autoescape off %}{{ note }}{% endautoescape %}"),
    (markup_is_escaped, "patients/forms.py", "from django.utils.safestring import mark_safe"),
    (nothing_is_inline, "templates/x.html", "<script>go()</script>"),
    (nothing_is_inline, "templates/x.html", "<style>p {}</style>"),
    (nothing_is_inline, "templates/x.html", '<p class="a"\n  style="color: red">'),
    (nothing_is_inline, "templates/x.html", '<a href="#" {% if a > b %}onClick="go()"{% endif %}>'),
    (nothing_is_inline, "templates/x.html", "<a href=' javascript:go()'>"),
    (drawings_are_named_in_one_place, "templates/x.html", "{% static 'img/exercises/' %}{{ exercise.slug }}.svg"),
    (drawings_are_named_in_one_place, "patients/selectors/phone/plan.py", 'x = f"img/exercises/{slug}.svg"'),
    (functions_are_short, "patients/forms.py", "def long():\n" + "    pass\n" * LONGEST_FUNCTION),
    (functions_are_short, "patients/forms.py", "class A:\n  async def long(self):\n" + "    pass\n" * LONGEST_FUNCTION),
    (modules_are_short, "patients/forms.py", "\n" * (LONGEST_MODULE + 1)),
    (lines_of_templates_are_short, "templates/x.html", "<p>\n" + "x" * (LONGEST_TEMPLATE_LINE + 1)),
    (lines_of_templates_are_short, "templates/email/x.txt", "{{ a }}" * 21),
]
FINE = [
    (imports_go_one_way, "patients/services/log.py", "from programs import wording\nfrom patients.models import Flag"),
    (imports_go_one_way, "patients/models/care.py", "from patients.models.clinic import Patient"),
    (imports_go_one_way, "hhtclinic/urls.py", "from patients.views import patient"),
    (names_nobody_to_its_left, "programs/editor/admin.py", '"""patients are elsewhere"""'),
    (rules_need_nothing_but_python, "programs/progression/rules.py", "import datetime\nfrom .zones import Zone"),
    (rules_have_no_clock, "programs/progression/rules.py", "day = reading.today\nat = history.as_of.time()"),
    (rules_have_no_clock, "patients/services/log.py", "now = timezone.now()"),
    (views_start_from_access, "patients/views/phone/patient.py", "sessions = assignment.sessions.all()"),
    (rows_are_protected, "patients/models/log.py", "x = models.ForeignKey(Patient, on_delete=models.PROTECT)"),
    (markup_is_escaped, "templates/x.html", "{{ safe }} {{ note|safety }}"),
    (markup_is_escaped, "templates/email/x.txt", "{% autoescape off %}{{ link }}{% endautoescape %}"),
    (nothing_is_inline, "templates/x.html", '<script type="module" src="{% static "x.js" %}"></script><p>on = 1</p>'),
    (nothing_is_inline, "templates/x.html", "{% comment %}no style= and no <style>{% endcomment %}<ul></ul>"),
    (drawings_are_named_in_one_place, "templates/x.html", "{% static card.drawing.end %}"),
    (lines_of_templates_are_short, "templates/x.html", "é" * LONGEST_TEMPLATE_LINE + "\n" + "<br>" * 35),
    (functions_are_short, "patients/migrations/0001_initial.py", "def long():\n" + "    pass\n" * LONGEST_FUNCTION),
]


def named(rule):
    return getattr(rule, "__name__", None)


@pytest.fixture(scope="module")
def sources():
    return written(*PACKAGES, "templates", "deploy")


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_keeps(rule, sources):
    assert list(rule(sources)) == []


@pytest.mark.parametrize(("rule", "path", "text"), PLANTED, ids=named)
def test_finds_what_breaks(rule, path, text):
    assert list(rule([Source(path, text)]))


@pytest.mark.parametrize(("rule", "path", "text"), FINE, ids=named)
def test_lets_pass(rule, path, text):
    assert list(rule([Source(path, text)])) == []


def test_has_a_planted_violation_for_every_rule():
    assert {rule for rule, _path, _text in PLANTED} == set(RULES)


def test_reads_the_whole_house(sources):
    assert len(python(sources)) > 90
    assert len(templates(sources)) > 40
    read = {source.path for source in sources}
    assert {"patients/views/phone/patient.py", "programs/progression/rules.py", "templates/base.html"} <= read
    assert "templates/email/digest.txt" in read
