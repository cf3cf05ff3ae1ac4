"""How much of a page its templates take: python -m tests.bench.templates prints lines of JSON.

First microseconds a row of four cells, by the engine and by Python alone; then, for pages in the database of the
surroundings, milliseconds, those in templates, and bytes. Each is the least of some rounds, in one process without a
server.
"""

import json
import re
import time
import timeit
from datetime import date
from unittest.mock import patch

import django

ROUNDS = 7
LINES = 500
CELLS = ("{{ line.name }}", "{{ line.stage }}", "{{ line.last_on|date:'j M Y' }}", "{{ line.pain }}")


class Stopwatch:
    """Around the render of a template, but for those that it renders in turn."""

    def __init__(self, render):
        self.render, self.depth, self.taken = render, 0, 0.0

    def __call__(self, template, *words, **more):
        self.depth += 1
        began = time.process_time()
        try:
            return self.render(template, *words, **more)
        finally:
            self.depth -= 1
            if not self.depth:
                self.taken += time.process_time() - began


def measure(client, path, watch):
    """(milliseconds, of them in templates, bytes) of the quickest of the rounds."""
    found = []
    for _round in range(ROUNDS):
        watch.taken, began = 0.0, time.process_time()
        answer = client.get(path, SERVER_NAME="localhost")
        found.append((1000 * (time.process_time() - began), 1000 * watch.taken, len(answer.content)))
        assert answer.status_code == 200, (path, answer.status_code)
    return min(found)


def a_row():
    """Microseconds of a row by the engine, and by Python's own formatting with the same escaping."""
    from django.template import Context, Template
    from django.utils.html import escape

    today = date.today()
    lines = [{"name": f"Patient {n}", "stage": n % 6, "last_on": today, "pain": n % 11} for n in range(LINES)]
    template = Template(
        "{% for line in lines %}<tr>" + "".join(f"<td>{one}</td>" for one in CELLS) + "</tr>{% endfor %}"
    )

    def by_python():
        for line in lines:
            cells = (line["name"], line["stage"], f"{line['last_on']:%-d %b %Y}", line["pain"])
            yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"

    assert template.render(Context({"lines": lines})) == "".join(by_python())
    ways = (lambda: template.render(Context({"lines": lines})), lambda: "".join(by_python()))
    return [min(timeit.repeat(way, number=1, repeat=30, timer=time.process_time)) / LINES * 1e6 for way in ways]


def main():
    django.setup()
    print(json.dumps(["a row", *a_row()]))
    from django.template.backends.django import Template
    from django.test import Client

    from patients.models import Assignment, Membership

    patient = Assignment.objects.filter(patient__clinic__name="Load 1").last().patient
    physio = Membership.objects.filter(clinic__name="Load 1").order_by("pk").first().user
    pages = [(patient.user, "/today/"), (patient.user, "/log/"), (patient.user, "/progress/")]
    pages += [(physio, "/caseload/"), (physio, f"/caseload/{patient.public_id}/")]
    watch = Stopwatch(Template.render)
    with patch.object(Template, "render", lambda *words, **more: watch(*words, **more)):
        for user, path in pages:
            client = Client()
            client.force_login(user)
            print(json.dumps([re.sub("[0-9a-f-]{36}", "PATIENT", path), *measure(client, path, watch)]))


if __name__ == "__main__":
    main()
