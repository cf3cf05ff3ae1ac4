"""Jobs of the loop, each apart from the others: what one of them raises stops nobody else."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import SimpleNamespace

from django.db import Error, connection, transaction

from patients.services.loop import note_failure

SAID_AGAIN_AFTER = dt.timedelta(hours=1)
log = logging.getLogger(__name__)


class Isolation:
    """Counts the jobs that `failed`, and says of each which it was and the class of its error: what the error says may
    name a value, and values are health data.

    Kept from round to round, so that a job which fails at each of them is said, and noted for the administrator, once
    an hour. `between` is called after each job, for what cannot wait until the last of many.
    """

    def __init__(self, between: Callable[[], int | None] = lambda: None) -> None:
        self.failed, self.between = 0, between
        self._said: dict[tuple[str, int | str, str], dt.datetime] = {}

    @contextmanager
    def job(self, what: str, key: int | str, now: dt.datetime) -> Iterator[SimpleNamespace]:
        """Goes on after whatever the block raises; `error` of what it gives is then the class. A database that is gone
        is nobody's fault and ends the round."""
        job = SimpleNamespace(error="")
        try:
            yield job
        except Exception as error:
            if is_lost(error):
                raise
            job.error = type(error).__name__
            self.failed += 1
            self._say(what, key, job.error, now)
        self.between()

    def _say(self, what: str, key: int | str, error: str, now: dt.datetime) -> None:
        self._said = {one: at for one, at in self._said.items() if now - at < SAID_AGAIN_AFTER}
        if (what, key, error) not in self._said:
            self._said[what, key, error] = now
            log.error("%s %s failed: %s", what, key, error)
            with suppress(Error), transaction.atomic():
                note_failure(what, key, error, now)


def is_lost(error: Exception) -> bool:
    """Whether an error means that the connection is gone, not that one statement was refused."""
    return isinstance(error, Error) and not connection.is_usable()
