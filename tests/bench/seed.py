"""What the bench is made of, in the database of the surroundings: python -m tests.bench.seed STEP[:NUMBER]…

`static` collects the static files. `few` fills an empty database with the floor's list and a clinic of 500, whose
20,000 sets are some sessions each. `many` adds one of 200 with 200 sessions each. `grow:SETS` copies both until there
are so many sets, and `caseload:PATIENTS` makes a clinic of so many. `people` prints as JSON who comes, and what they
send.
"""

import json
import random
import sys

import django

LOGGING, LOOKING = 150, 12  # of each clinic: who log once, and whose pages are opened again and again
TEN_SETS = (1, 2)  # stages whose sessions have ten sets
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def static():
    """Under the name of their content, so that they are collected anew where they have changed."""
    from django.conf import settings

    from tests import collected

    folder = settings.VAR_DIR / "test-static" / collected.fingerprint()
    if not folder.exists():
        collected.collect_into(folder)
    settings.STATIC_ROOT.unlink(missing_ok=True)
    settings.STATIC_ROOT.symlink_to(folder)


def few():
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection

    from programs import clock
    from tests import make
    from tests.bench.floor.models import Line

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:  # the tables of the floor have no migrations
        for model in apps.get_app_config("floor").get_models():
            editor.create_model(model)
    call_command("createcachetable")
    call_command("sync_groups", verbosity=0, stdout=sys.stderr)
    make.guidance()
    today = clock.now().date()
    Line.objects.bulk_create(
        Line(name=f"Patient {n}", stage=1 + n % 6, last_on=today, pain=n % 11) for n in range(1, 501)
    )
    _clinic(1, patients=100, sets=4_000, copies=4)


def many():
    _clinic(2, patients=20, sets=40_000, copies=9)


def _clinic(batch, *, patients, sets, copies):
    """A clinic of so many patients and sets, and as many again for each copy."""
    from patients.workshop import load
    from programs import clock
    from tests import make
    from tests.bench.copies import copy
    from tests.trials.people import with_factor

    made = load.seed(batch, make.version().program, patients=patients, sets=sets, now=clock.now())
    with_factor(made.physio)
    copy(made.physio.memberships.get().clinic, copies, whole=False)


def grow(sets):
    """Half of what is added is of patients with a few sessions, half of patients with many."""
    from patients.models import Clinic, SetLog
    from tests.bench.copies import copy

    missing = sets - SetLog.objects.count()
    for batch in (1, 2):
        clinic = Clinic.objects.filter(name=f"Load {batch}").order_by("pk").first()
        own = SetLog.objects.filter(session__assignment__patient__clinic=clinic).count()
        copy(clinic, round(missing / 2 / own), whole=True)


def caseload(patients):
    _clinic(3, patients=100, sets=400, copies=patients // 100 - 1)


def people():
    from patients.models import Membership

    told = {"physios": {}}
    for name in ("Load 1", "Load 2", "Load 3"):
        if physio := Membership.objects.filter(clinic__name=name).order_by("pk").first():
            told["physios"][name] = _visitor(physio.user)
    told |= {"few": _patients("Load 1"), "many": _patients("Load 2")}
    print(json.dumps(told))


def _patients(name):
    """Of all clinics of that name, those who log ten sets, and in its first those whose pages are opened."""
    from patients.models import Assignment, Clinic

    own = Clinic.objects.filter(name=name).order_by("pk").first()
    rows = Assignment.objects.select_related("patient__user", "standing__stage", "version").order_by("pk")
    looking = rows.filter(patient__clinic=own).exclude(standing__stage__position__in=TEN_SETS)[:LOOKING]
    ids = list(
        rows.filter(patient__clinic__name=name, standing__stage__position__in=TEN_SETS).values_list("pk", flat=1)
    )
    logging = rows.filter(pk__in=random.Random(1).sample(ids, min(LOGGING, len(ids))))
    return {"log": [_logs(one) for one in logging], "look": [_looks(one) for one in looking]}


def _logs(assignment):
    from tests.make import main_prescription

    one = main_prescription(assignment)
    fields = {"prescription": one.pk, "variation": one.variations[-1].slug, "mode": "plan"}
    return {"cookies": _visitor(assignment.patient.user), "fields": fields}


def _looks(assignment):
    return {"cookies": _visitor(assignment.patient.user), "page": str(assignment.patient.public_id)}


def _visitor(user):
    """The cookies of somebody who signed in on a browser that is known as theirs."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest, HttpResponse

    from hhtclinic import devices

    signed_in = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: BACKEND,
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    session = SessionStore()
    session.update(signed_in)
    session.create()
    request, response = HttpRequest(), HttpResponse()
    request.user = user
    devices.remember(request, response)
    cookies = {name: morsel.value for name, morsel in response.cookies.items()}
    return cookies | {settings.SESSION_COOKIE_NAME: session.session_key}


STEPS = {"static": static, "few": few, "many": many, "grow": grow, "caseload": caseload, "people": people}


def main(*steps):
    django.setup()
    for step in steps:
        name, _colon, number = step.partition(":")
        STEPS[name](*([int(number)] if number else []))


if __name__ == "__main__":
    main(*sys.argv[1:])
