"""200 sessions logged without signal arrive, once each."""

import os

import pytest

from tests import make
from tests.browser import offline_trial
from tests.browser.bad_line import BadLine
from tests.browser.own_phone import OwnPhone

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's event loop runs in the thread of the tests
SESSIONS = 200


def test_loses_and_doubles_nothing_of_200_offline_sessions(playwright, live_server, tmp_path, figure):
    with BadLine(live_server.thread.host, live_server.thread.port) as line:
        line.refused, line.lost = 0.2, 0.3
        phone = OwnPhone(playwright, tmp_path / "phone", line)
        tally = offline_trial.run(phone, make.assignment(days=3), SESSIONS)
        phone.close()
    for name, value in vars(tally).items():
        figure(f"offline sessions: {name.replace('_', ' ')}", value)
    figure("answers 503", line.counts["refused"])
    figure("answers lost after the commit", line.counts["lost"])
    assert (tally.stored, tally.lost, tally.duplicated) == (SESSIONS, 0, 0)
    assert tally.refused_with_reason == 1
