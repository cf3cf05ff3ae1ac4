"""The processes of the trial of alarms, on a clock that goes faster: python -m tests.trials.alarms make|raise|loop.

CLOCK_BEGAN and CLOCK_SCALE say how fast, the file CLOCK_JUMPED how many seconds were left out since.
"""

import datetime as dt
import json
import os
import sys
import time
import uuid
from pathlib import Path

ALARMS, SCALE = 200, 12


def product_time(at=None):
    """Seconds of the product's clock at the real time `at`."""
    began, at = float(os.environ["CLOCK_BEGAN"]), at or time.time()
    jumped = Path(os.environ["CLOCK_JUMPED"])
    left_out = float(jumped.read_text()) if jumped.exists() and at >= jumped.stat().st_mtime else 0
    return began + (at - began) * SCALE + left_out


def now():
    return dt.datetime.fromtimestamp(product_time(), dt.UTC)


def main(role):
    import django

    django.setup()
    from programs import clock

    clock.now = now
    {"make": make_clinic, "raise": raise_alarms, "loop": loop}[role]()


# Who there is ---------------------------------------------------------------------------------------------------------


def make_clinic():
    """Two hundred patients with a physio each, two that break what is done with them, and twenty browsers that are
    none. Prints {address of the physio: [assignment, user]}."""
    from patients import services
    from patients.models import PushSubscription, Standing
    from tests import make

    people, rows = {}, []
    for number in range(ALARMS):
        running = make.assignment(make.patient(name=f"Pat{number} Example"), days=9)
        by = running.patient.physio
        services.set_reminders(by, {"digest": "never"}, by=by)
        people[by.email] = running.pk
        rows.append(running)
    unreadable(rows[0])
    type(rows[1].patient).objects.filter(pk=rows[1].patient_id).update(time_zone="Mars/Base")
    for number, endpoint in enumerate(hostile()):
        user = rows[2 + number // 5].patient.user
        make.reminded(user.patient, by_push=True, quiet_from="03:00", quiet_to="03:00")
        PushSubscription.objects.create(user=user, endpoint=endpoint, p256dh="x", auth="y", made_at=now())
    for running in rows[2:6]:
        services.send_message(running.patient, "Hello", client_id=uuid.uuid4(), by=running.patient.physio, now=now())
    Standing.objects.update(due_at=now())
    print(json.dumps(people))


def hostile():
    forms = (
        "https://:p@fcm.googleapis.com/{n}",
        "https://..notify.windows.com/{n}",
        "https://fcm.googleapis.com:22/{n}",
    )
    forms += ("https://" + "a" * 70 + ".notify.windows.com/{n}",)
    return [form.format(n=number) for number in range(5) for form in forms]


def unreadable(running):
    """On a version whose rules name a metric that the engine does not have."""
    from programs.editor.publishing import duplicate
    from programs.models import ProgramVersion

    draft, rules = duplicate(running.version), running.version.rules
    rules["stages"][0]["criteria"] = [{"metric": "gone_metric", "operator": "gte", "value": 1}]
    ProgramVersion.objects.filter(pk=draft.pk).update(rules=rules, status="published", published_at=now())
    type(running).objects.filter(pk=running.pk).update(version=draft)


# What happens ---------------------------------------------------------------------------------------------------------


def raise_alarms():
    """Each patient ticks once, at the time that standard input says: {assignment: product time}. Prints when it was
    stored; without a database it is tried again, as a phone does."""
    from django.db import Error, connection

    from patients import services
    from patients.models import Assignment

    for pk, at in sorted(json.load(sys.stdin).items(), key=lambda one: one[1]):
        while product_time() < at:
            time.sleep(0.02)
        client_id = uuid.uuid4()
        while True:
            try:
                running = Assignment.objects.with_its_page().get(pk=pk)
                ids = {"client_id": client_id, "by": running.patient.user, "now": now()}
                services.raise_flags(running.patient, ["saddle"], **ids)
            except Error:
                connection.close()
                time.sleep(0.1)
            else:
                print(pk, product_time(), flush=True)
                break


def loop():
    from patients.management.commands import run_due
    from patients.notices import outbox, push, sending, smtp

    for module, name in (
        *((run_due, name) for name in ("PAUSE_SECONDS", "ROUND_SECONDS", "WITHOUT_SECONDS")),
        *((module, "SECONDS") for module in (outbox, sending, smtp)),
        (push, "PATIENCE"),
    ):
        setattr(module, name, getattr(module, name) / SCALE)
    from django.conf import settings

    settings.EMAIL_TIMEOUT /= SCALE
    run_due.go_on()


if __name__ == "__main__":
    main(*sys.argv[1:])
