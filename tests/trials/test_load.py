"""What a crowded clinic costs: the list with 5 and with 500 patients, a page with 10 and with 2,000 sessions."""

import time

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from patients.models import Clinic, Patient, SetLog
from tests import make
from tests.trials.test_speed import lived, seconds

pytestmark = pytest.mark.django_db
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def opened(client, url):
    """(number of statements, bytes, milliseconds in the middle of nine) of a page; the first opening warms up."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(url)
    assert page.status_code == 200
    statements = [row["sql"] for row in asked if not row["sql"].startswith(CONTROL)]
    return len(statements), len(page.content), round(seconds(lambda: client.get(url), 9) * 1000)


def test_opens_the_caseload_of_500_as_that_of_5(client, figure):
    make.version()
    found = {}
    for batch, (patients, sets) in enumerate(((5, 2_000), (500, 200_000)), 1):
        began = time.perf_counter()
        call_command("seed_load", patients=patients, sets=sets, batch=batch)
        figure(f"seconds to make {patients} patients and {sets:,} sets", f"{time.perf_counter() - began:.0f}")
        physio = Clinic.objects.get(name=f"Load {batch}").memberships.get().user
        client.force_login(physio)
        found[patients] = opened(client, reverse("caseload"))
        queries, size, taken = found[patients]
        figure(f"caseload of {patients}: queries, kilobytes, milliseconds", f"{queries}, {size / 1000:.0f}, {taken}")
    assert SetLog.objects.count() == 202_000
    assert found[5][0] == found[500][0] <= 8
    assert found[500][1] < 400_000


def test_opens_a_patient_of_2000_sessions_as_one_of_10(client, figure):
    found = {}
    for count in (10, 2000):
        running = lived(count)
        client.force_login(running.patient.physio)
        found[count] = opened(client, reverse("patient-page", args=[running.patient.public_id]))
        queries, size, taken = found[count]
        figure(
            f"page with {count} sessions: queries, kilobytes, milliseconds", f"{queries}, {size / 1000:.0f}, {taken}"
        )
    assert found[10][0] == found[2000][0]
    assert found[2000][1] < 250_000
    assert Patient.objects.count() == 2
