"""Twelve patients who can log, in the database of the surroundings: python -m tests.trials.twelve prints who they are,
as JSON: the session cookie, and the prescription to log."""

import json

import django


def main():
    django.setup()
    from django.conf import settings
    from django.test import Client

    from tests import make

    physio, people = make.physio(), []
    for number in range(12):
        running = make.assignment(make.patient(by=physio, name=f"Patient {number}"), days=3)
        client = Client()
        client.force_login(running.patient.user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        people.append({"cookie": cookie, "prescription": make.main_prescription(running).pk})
    print(json.dumps({"name": settings.SESSION_COOKIE_NAME, "people": people}))


if __name__ == "__main__":
    main()
