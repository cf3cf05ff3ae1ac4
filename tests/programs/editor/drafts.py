"""Drafts at random, and the whole way of a perfect patient through what was published."""

import datetime as dt
from random import Random

from django.db import transaction

from programs.editor import publishing
from programs.models import Criterion, Stage
from programs.progression import MET, Because, MorningCheck, stored
from programs.progression.engine import first_answer
from programs.progression.reading import read
from programs.workshop.virtual.logbook import Logbook, noon
from programs.workshop.virtual.people import MONDAY
from programs.workshop.virtual.perfect import lives, rhythms
from tests.programs.progression.strategies import COMPARING, CRITERIA

FIELDS = ("metric", "operator", "value", "last_n", "context", "statistic")
DAY = dt.timedelta(days=1)


class _Undone(Exception):
    pass


def publishable(draft, seed, wanted):
    """So many published versions of random numbers, one after the other; nothing of one is left when the next comes."""
    chance = Random(seed)
    while wanted:
        try:
            with transaction.atomic():
                scramble(draft, chance)
                draft.refresh_from_db()
                if not publishing.problems_of(draft):
                    wanted -= 1
                    yield publishing.publish(draft, by=None, now=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
                raise _Undone
        except _Undone:
            draft.refresh_from_db()


def scramble(draft, chance):
    _columns(draft, chance, share=0.05)
    for stage in draft.stages.all():
        _columns(stage, chance, share=0.2)
        Stage.objects.filter(pk=stage.pk).update(sessions_per_week=chance.randint(1, 14), frequency="As agreed")
        pool = chance.sample([*CRITERIA, *COMPARING], chance.choice((0, 0, 0, 1, 2)))
        group = chance.choice((0, 0, len(pool) - 1))  # two of them may be an either-or
        for position, fields in enumerate(pool, start=1):
            values = dict(zip(FIELDS, fields, strict=False))
            Criterion.objects.create(stage=stage, position=position, group=max(group, 0), **values)


def _columns(row, chance, share):
    reasons = {}
    for name, column in row.thresholds.items():
        asked_of_one_way = name == "harder_days" and len(row.variations) < 2
        if column.hard is None or asked_of_one_way or chance.random() >= share:
            continue
        low, high = column.usual if chance.random() < 0.8 else column.hard
        value = chance.randint(low, high)
        reasons |= {name: "At random."} if column.is_unusual(value) else {}
        setattr(row, name, value)
    if "run_length" in row.thresholds:
        row.window_days = max(row.window_days, row.run_length)  # the table holds no other
        reasons |= {"window_days": "At random."}
    row.reasons = reasons
    type(row).objects.filter(pk=row.pk).update(reasons=reasons, **{name: getattr(row, name) for name in row.thresholds})


def gets_through(version):
    """Whether somebody for whom all goes well comes to the end: read anew every day by the rules as they are stored,
    one stage after the other."""
    rules = stored.rules_from_json(version.rules)
    ways = {stage.position: rhythms(stage.sessions_per_week) for stage in version.stages.all()}
    return _ends(rules, ways, Logbook(1, MONDAY, intake=0), MONDAY)


def _ends(rules, ways, book, on):
    """The better rhythm of each stage is found by trying both."""
    for trains in ways[book.position]:
        copy, day = Logbook.of(book.history(noon(on))), on
        while (day - on).days <= rules.safety.review_after_days:
            copy.add(MorningCheck(day, 0))
            answer = first_answer(read(rules, copy.history(noon(day))))
            if answer.because is Because.PROGRAMME_COMPLETE:
                return True
            if answer.because in MET:
                copy.enter(answer.target, day)
                if _ends(rules, ways, copy, day):
                    return True
                break
            lives(copy, rules.stage(copy.position), day, trains((day - on).days))
            day += DAY
    return False
