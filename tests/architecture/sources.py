"""The product's own files, as the rules read them."""

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("hhtclinic", "programs", "patients")
FOLDERS = (*PACKAGES, "templates", "deploy")


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
        return starts_with(self.module, modules)

    def finding(self, line, what):
        return f"{self.path}:{line}: {what}"


def written(root=ROOT, folders=FOLDERS):
    """Every Python module and template of the product, those of its e-mails among them."""
    kinds = {".py", ".html", ".txt"}
    paths = [path for name in folders for path in sorted((root / name).rglob("*")) if path.suffix in kinds]
    return [Source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")) for path in paths]


def library(root=ROOT):
    """The built-in programmes and cards, whose texts people read."""
    paths = sorted((root / "programs" / "library").rglob("*.toml"))
    return [Source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")) for path in paths]


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


def last_name(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
