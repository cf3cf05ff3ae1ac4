"""What a physio and patients do meanwhile, by the code of the folder it is started in: `people N` prints who can log,
`works SECONDS` assigns, decides and raises flags and prints how long each took and what went wrong; JSON, line by line.
"""

import itertools
import json
import sys
import time
import uuid

import django


def main(act, number):
    django.setup()
    from tests import make

    make.numbers = itertools.count(time.time_ns() // 1000)  # others have counted before
    for said in {"people": people, "works": works}[act](int(number), make):
        print(json.dumps(said), flush=True)


def people(number, make):
    from django.conf import settings
    from django.test import Client

    physio = make.physio()
    for _one in range(number):
        running = make.assignment(make.patient(by=physio), days=3)
        client = Client()
        client.force_login(running.patient.user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        prescription = make.main_prescription(running).pk
        yield {"cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}", "prescription": prescription}


def works(seconds, make):
    physio, until = make.physio(), time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        running = None
        for act in (assigns, decides, flags):
            try:
                running, wrong = act(make, physio, running), ""
            except Exception as error:
                wrong = f"{type(error).__name__}: {error}"
            now = time.monotonic()
            yield {"act": act.__name__, "seconds": now - began, "wrong": wrong}
            began = now
            if wrong:
                break


def assigns(make, physio, _running):
    running = make.assignment(make.patient(by=physio), days=9)
    make.good_days(running, 5)
    return running


def decides(make, physio, running):
    from patients import services
    from programs import clock

    review = running.reviews.open().get()
    services.decide(running, review, "accepted", reason="As agreed.", by=physio, now=clock.now())
    return running


def flags(make, physio, running):
    from patients import services
    from programs import clock

    patient = running.patient
    services.raise_flags(patient, ["calf"], client_id=uuid.uuid4(), by=patient.user, now=clock.now())
    return running


if __name__ == "__main__":
    main(*sys.argv[1:])
