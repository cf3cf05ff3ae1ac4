"""How the files are written: their names and lengths, and markup that is safe to print."""

import ast
import re
from html.parser import HTMLParser

from tests.architecture.sources import imports, python, templates

LONGEST_FUNCTION = 45
LONGEST_MODULE = 420
LONGEST_TEMPLATE_LINE = 140


def modules_are_named_for_what_they_mean(sources):
    meaningless = {"util", "utils", "helper", "helpers", "common", "misc"}
    for source in sources:
        if meaningless & {part.strip("_") for part in re.split(r"[/.]", source.path)}:
            yield source.finding(1, "the name says nothing")


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
        is_data = names.get("type") == "application/json"
        if tag == "style" or (tag == "script" and "src" not in names and not is_data):
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
    modules_are_named_for_what_they_mean,
    markup_is_escaped,
    nothing_is_inline,
    drawings_are_named_in_one_place,
    functions_are_short,
    modules_are_short,
    lines_of_templates_are_short,
)
