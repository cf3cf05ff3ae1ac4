"""How big the house is: `python -m tests.house` counts files, rooms and arrows, and walks one log through the code.

A room is a module or a package directly below `patients/` or `programs/`; an arrow is an import of one room by another,
those inside functions too. The walk follows a real post of the log form to the stored review, on an embedded database.
"""

import ast
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# From the door to the rows; a call from a later floor to an earlier one climbs back up.
FLOORS = (
    *("urls", "views", "admin", "management", "workshop", "demo", "load", "forms", "desk_forms", "admin_forms"),
    *("contact_forms", "letter_form", "fields", "notices", "paper", "what_if", "services", "selectors", "access"),
    *("engine", "reading", "models", "wording", "chart", "domain", "told", "volume", "dose", "entries", "clock"),
)


def modules(package):
    """Every module of `package` as (dotted name, path), migrations left out."""
    for path in sorted((ROOT / package).rglob("*.py")):
        if "migrations" not in path.parts:
            name = str(path.relative_to(ROOT)).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            yield name, path


def room_of(name):
    return ".".join(name.split(".")[:2])


def imported(name, path):
    """The dotted names that a module imports; of `from a import b` both `a` and `a.b`."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def arrows(package):
    """The pairs (room, room) of `package` where the first imports the second; a package's own name is no room."""
    every = list(modules(package))
    rooms = {room_of(name) for name, _path in every if "." in name}
    found = set()
    for name, path in every:
        found |= {(room_of(name), room_of(other)) for other in imported(name, path)}
    return {(a, b) for a, b in found if a != b and a in rooms and b in rooms}


def size(package):
    every = [name for name, path in modules(package) if path.read_text(encoding="utf-8").strip()]
    rooms = {room_of(name) for name in every if "." in name}
    return {"files": len(every), "rooms": len(rooms), "arrows": len(arrows(package))}


def floor(path):
    parts = Path(path).relative_to(ROOT).with_suffix("").parts
    return FLOORS.index(parts[1]) if parts[0] == "patients" and parts[1] in FLOORS else None


def walk():
    """One log from the posted form to the stored review: (files that ran, calls from a floor to one above it)."""
    os.environ.update(DJANGO_SETTINGS_MODULE="hhtclinic.settings", ENVIRONMENT="dev")
    sys.path.insert(0, str(ROOT))
    import django
    from django.test.utils import setup_databases, setup_test_environment

    django.setup()
    setup_test_environment(debug=False)
    setup_databases(verbosity=0, interactive=False)
    from django.test import Client
    from django.urls import reverse

    from patients.services.groups import sync_groups
    from tests import make

    sync_groups()
    running = make.assignment(days=3)
    client = Client(raise_request_exception=True)
    client.force_login(running.patient.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("log-session"))
    form = page.context["form"]
    filled = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    filled = {name: value for name, value in filled.items() if value not in (None, "")}
    filled |= {"pain_left": "1", "mode": "plan", "technique_ok": "yes"}
    files, climbs, stack = [], set(), []

    def watch(frame, event, _arg):
        path = frame.f_code.co_filename
        ours = path.startswith((f"{ROOT}/patients/", f"{ROOT}/programs/", f"{ROOT}/hhtclinic/"))
        if not ours or "migrations" in path:
            return
        if event == "call":
            if path not in files:
                files.append(path)
            above = next((floor(p) for p in reversed(stack) if floor(p) is not None), None)
            here = floor(path)
            if above is not None and here is not None and here < above and not frame.f_code.co_name.startswith("<"):
                caller = next(p for p in reversed(stack) if floor(p) is not None)
                climbs.add((str(Path(caller).relative_to(ROOT)), str(Path(path).relative_to(ROOT))))
            stack.append(path)
        elif event == "return" and stack:
            stack.pop()

    sys.setprofile(watch)
    answer = client.post(reverse("log-session"), filled)
    sys.setprofile(None)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert running.sessions.exists() and running.reviews.exists()
    return [str(Path(path).relative_to(ROOT)) for path in files], sorted(climbs)


def main():
    for package in ("patients", "programs"):
        print(package, size(package))
    files, climbs = walk()
    print(f"walk of a log: {len(files)} files, {len(climbs)} climbs")
    for path in files:
        print("  ", path)
    for caller, callee in climbs:
        print("   climbs:", caller, "->", callee)


if __name__ == "__main__":
    main()
