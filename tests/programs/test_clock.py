import datetime as dt

import pytest
from django.urls import reverse

from tests import make, stopped


def test_says_the_time_in_utc():
    assert stopped.REAL().tzinfo is dt.UTC
    assert abs(stopped.REAL() - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "day", "said"), [("Europe/London", "2026-06-02", "Tue 2 Jun"), ("UTC", "2026-06-01", "Mon 1 Jun")]
)
def test_is_the_day_where_the_patient_lives_on_a_page(client, stop_clock, zone, day, said):
    stop_clock(dt.datetime(2026, 6, 1, 23, 20, tzinfo=dt.UTC))
    running = make.assignment(make.patient(time_zone=zone))
    client.force_login(running.patient.user)
    page = client.get(reverse("messages")).content.decode()
    assert f'<meta name="day" content="{day}" data-zone="{zone}">' in page
    assert f'<span class="app-bar__date">{said}</span>' in page
