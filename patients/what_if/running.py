"""Asking for a replay, and working it out: in slices that several workers can share, or at once for the command."""

import datetime as dt
import itertools
import json
import logging
import multiprocessing
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from patients.access import record
from patients.models import WhatIf
from patients.services.errors import Refused
from patients.what_if.counts import Counts, count_patients
from patients.what_if.logged_stages import logged_stages_of, patients_with, places_of
from programs.constraints import broke
from programs.editor.publishing import faults_of
from programs.gate import rules_of
from programs.progression import stored

AT_ONCE = 10  # patients read and replayed between two looks at the clock
SECONDS_IN_A_REQUEST = 2
SECONDS_IN_THE_LOOP = 20
CLAIM_LASTS = dt.timedelta(minutes=10)  # a worker that has been silent for longer is gone

logger = logging.getLogger(__name__)


def ask(draft, *, by, now):
    """The open `WhatIf` of a draft as it is now; asking again for the same rules answers with the first.

    Refused, with the reasons, for a draft that could not be published, and for what is published already.
    """
    if not draft.is_draft:
        raise Refused(_("This version is published. Make a draft from it to try a change."))
    if problems := faults_of(draft):
        raise Refused(" ".join(str(problem) for problem in problems))
    under_way = WhatIf.objects.unfinished().filter(draft=draft).first()
    if under_way and not is_outdated(under_way):
        return under_way
    try:
        with transaction.atomic():
            return _asked(draft, by, now)
    except IntegrityError as error:
        if not broke(error, WhatIf, "one_unfinished_what_if"):
            raise
        return WhatIf.objects.unfinished().get(draft=draft)


def _asked(draft, by, now):
    """Takes the place of one that is still being worked out: nobody will read it."""
    WhatIf.objects.unfinished().filter(draft=draft).delete()
    tried = WhatIf.objects.create(
        draft=draft,
        published=draft.program.latest_published(),
        rules=_as_stored(draft),
        requested_by=by,
        requested_at=now,
        patients=patients_with(draft.program_id, now).count(),
    )
    record(by, "what_if.asked", subject=tried.pk)
    return tried


def is_outdated(tried):
    """Whether the draft, or what is published beside it, has changed since it was tried."""
    if tried.draft.is_draft and tried.published != tried.draft.program.latest_published():
        return True
    return bool(faults_of(tried.draft)) or tried.rules != _as_stored(tried.draft)


def _as_stored(draft):
    """Its rules as a column of JSON gives them back, lists and all."""
    return json.loads(json.dumps(stored.rules_to_json(rules_of(draft))))


def work_on(tried, now, seconds):
    """Replays further patients of a `WhatIf` for about so many seconds; nothing while somebody else is at it."""
    if not _claimed(tried, now):
        return
    try:
        _slice(tried, seconds)
    except Exception as error:  # whatever it was would happen again, and the loop has more important things to do
        logger.error("what-if %s could not be worked out: %s", tried.pk, type(error).__name__)
        _keep(tried, counts={}, finished_at=now)


def work(now, seconds=SECONDS_IN_THE_LOOP):
    """One slice of the replay that has waited longest. Returns whether there was one: there may be more to do."""
    waiting = WhatIf.objects.unfinished().filter(_free(now)).order_by("requested_at").first()
    if waiting is None:
        return False
    work_on(waiting, now, seconds)
    return True


def _free(now):
    return Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_LASTS)


def _claimed(tried, now):
    if not WhatIf.objects.unfinished().filter(_free(now), pk=tried.pk).update(claimed_at=now):
        return False
    tried.refresh_from_db()
    return True


def _keep(tried, **changes):
    """Writes down what came of a slice and lets go, if the claim still stands."""
    ours = WhatIf.objects.unfinished().filter(pk=tried.pk, claimed_at=tried.claimed_at)
    if ours.update(**changes, claimed_at=None):
        tried.refresh_from_db()


def _slice(tried, seconds):
    program, stop = tried.draft.program_id, time.monotonic() + seconds
    counts, done, reached = Counts.from_json(tried.counts), tried.done, tried.reached
    rules, places = _rules_of(tried), (places_of(tried.published or tried.draft), places_of(tried.draft))
    left = patients_with(program, tried.requested_at).filter(pk__gt=reached)
    while ids := list(left[:AT_ONCE]):
        counts.add(count_patients(*rules, logged_stages_of(program, ids, tried.requested_at, *places)))
        done, reached = done + len(ids), ids[-1]
        left = left.filter(pk__gt=reached)
        if time.monotonic() >= stop:
            break
    finished_at = None if left.exists() else tried.claimed_at
    _keep(tried, counts=counts.to_json(), done=min(done, tried.patients), reached=reached, finished_at=finished_at)


def _rules_of(tried):
    published = tried.published.rules if tried.published else tried.rules
    return stored.rules_from_json(published), stored.rules_from_json(tried.rules)


def count_all(published, draft, versions, now, *, limit=None, workers=1, tell=lambda done, patients: None):
    """The `Counts` of every patient of a programme, or of the first `limit`, under the `Rules` of its two `versions`,
    the published one and the other. Writes nothing.

    `workers` is how many processes replay; `tell` is called with how many patients are done, of how many.
    """
    program_id, places = versions[0].program_id, [places_of(version) for version in versions]
    ids = list(patients_with(program_id, now)[:limit])
    chunks = (ids[n : n + AT_ONCE] for n in range(0, len(ids), AT_ONCE))
    jobs = ((len(chunk), list(logged_stages_of(program_id, chunk, now, *places))) for chunk in chunks)
    counts, done = Counts(), 0
    for size, part in counted(published, draft, jobs, workers):
        counts.add(part)
        done += size
        tell(done, len(ids))
    return counts


def counted(published, draft, jobs, workers):
    """(patients, `Counts`) of each job, a job being how many patients and their logged_stages. This process alone makes
    the jobs, which is where rows are read, and only a few ahead of the others."""
    if workers == 1:
        yield from ((size, count_patients(published, draft, patients)) for size, patients in jobs)
        return
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:

        def sent(size, patients):
            return size, pool.submit(count_patients, published, draft, patients)

        waiting = deque(sent(*job) for job in itertools.islice(jobs, 2 * workers))
        while waiting:
            size, future = waiting.popleft()
            yield size, future.result()
            waiting.extend(sent(*job) for job in itertools.islice(jobs, 1))
