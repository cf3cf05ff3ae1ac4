"""Who is told of an alarm that nobody opens, and when: a table, and what holds for every clinic."""

import datetime as dt
import random
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patients.domain.escalation import ADMINISTRATORS, Colleague, Rota, who_is_told
from patients.domain.opening_hours import END_OF_DAY, OpeningHours, Span

LONDON = ZoneInfo("Europe/London")
OFFICE = OpeningHours(((Span(8 * 60, 18 * 60),),) * 5 + ((),) * 2, frozenset({dt.date(2026, 3, 13)}))
LUNCH = OpeningHours(((Span(8 * 60, 12 * 60), Span(13 * 60, 18 * 60)),) * 5 + ((),) * 2)
ALWAYS = OpeningHours(((Span(0, END_OF_DAY),),) * 7)
NEVER = OpeningHours()
DAY = dt.timedelta(days=1)
WEDNESDAY, FRIDAY, SATURDAY = (dt.date(2026, 3, day) for day in (11, 13, 14))
OWN, RUTH, SAM, TOM = 5, 7, 9, 2  # round by id: Ruth is next, then Sam, then Tom
ALL = (OWN, RUTH, SAM, TOM)
ADMIN = ADMINISTRATORS


def at(day, hour, minute=0):
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=LONDON)


def people(*ids, away=(), gone=(), cover=None):
    """`cover` stands in for everybody who is away."""
    holiday, covers = ((WEDNESDAY, SATURDAY),), ((WEDNESDAY, cover),) if cover else ()
    return tuple(Colleague(one, one in gone, holiday if one in away else (), covers) for one in ids)


def rota(*, ids=ALL, hours=OFFICE, limit=30, **state):
    return Rota(people(*ids, **state), hours, LONDON, dt.timedelta(minutes=limit))


def minutes(rota, raised, opened=None):
    """{minutes after the tick: who is told then}."""
    found = {}
    opened_at = raised + dt.timedelta(minutes=opened) if opened is not None else None
    for who, told_at in who_is_told(rota, OWN, raised, opened_at):
        found.setdefault((told_at - raised) // dt.timedelta(minutes=1), []).append(who)
    return found


NOON, EVENING, NIGHT = at(WEDNESDAY, 12), at(WEDNESDAY, 17, 45), at(WEDNESDAY, 23)
TABLE = {
    # in opening hours
    "all on": (rota(), NOON, {0: [OWN], 30: [RUTH], 60: [SAM, TOM], 90: [ADMIN]}),
    "own away": (rota(away=[OWN]), NOON, {0: [RUTH], 30: [SAM], 60: [TOM], 90: [OWN, ADMIN]}),
    "own gone": (rota(gone=[OWN]), NOON, {0: [RUTH], 30: [SAM], 60: [TOM], 90: [ADMIN]}),
    "own never of this clinic": (rota(ids=(RUTH, SAM)), NOON, {0: [RUTH], 30: [SAM], 60: [ADMIN]}),
    "next away": (rota(away=[RUTH]), NOON, {0: [OWN], 30: [SAM], 60: [TOM], 90: [RUTH, ADMIN]}),
    "next gone": (rota(gone=[RUTH]), NOON, {0: [OWN], 30: [SAM], 60: [TOM], 90: [ADMIN]}),
    "two on": (rota(ids=(OWN, RUTH)), NOON, {0: [OWN], 30: [RUTH], 60: [ADMIN]}),
    "one on": (rota(ids=(OWN,)), NOON, {0: [OWN], 30: [ADMIN]}),
    "one on, the others away": (rota(away=[OWN, RUTH, SAM]), NOON, {0: [TOM], 30: [OWN, RUTH, SAM, ADMIN]}),
    "all away": (rota(away=ALL), NOON, {0: [OWN, RUTH, SAM, TOM, ADMIN]}),
    "away or gone": (rota(away=[OWN, SAM], gone=[RUTH, TOM]), NOON, {0: [OWN, SAM, ADMIN]}),
    "all gone": (rota(gone=ALL), NOON, {0: [ADMIN]}),
    "nobody works here": (rota(ids=()), NOON, {0: [ADMIN]}),
    "a limit of an hour": (rota(limit=60), NOON, {0: [OWN], 60: [RUTH], 120: [SAM, TOM], 180: [ADMIN]}),
    "no limit": (rota(limit=0), NOON, {0: [OWN, RUTH, SAM, TOM, ADMIN]}),
    "never closed": (rota(hours=ALWAYS), NIGHT, {0: [OWN], 30: [RUTH], 60: [SAM, TOM], 90: [ADMIN]}),
    # somebody by name stands in
    "own away, covered": (rota(away=[OWN], cover=TOM), NOON, {0: [TOM], 30: [RUTH], 60: [SAM], 90: [OWN, ADMIN]}),
    "own there, covered on other days": (rota(cover=TOM), NOON, {0: [OWN], 30: [RUTH], 60: [SAM, TOM], 90: [ADMIN]}),
    "the cover away too": (rota(away=[OWN, TOM], cover=TOM), NOON, {0: [RUTH], 30: [SAM], 60: [OWN, TOM, ADMIN]}),
    "the cover gone": (
        rota(away=[OWN], gone=[TOM], cover=TOM),
        NOON,
        {0: [RUTH], 30: [SAM], 60: [OWN, ADMIN]},
    ),
    "the cover never of this clinic": (
        rota(ids=(OWN, RUTH), away=[OWN], cover=TOM),
        NOON,
        {0: [RUTH], 30: [OWN, ADMIN]},
    ),
    "covered by oneself": (rota(ids=(OWN, RUTH), away=[OWN], cover=OWN), NOON, {0: [RUTH], 30: [OWN, ADMIN]}),
    "at night, covered": (rota(away=[OWN], cover=TOM), NIGHT, {0: [TOM, RUTH, SAM], 30: [OWN, ADMIN]}),
    # the clinic closes before the limit is over: then nobody is on
    "a quarter of an hour before closing": (rota(), EVENING, {0: [OWN], 15: [RUTH, SAM, TOM], 45: [ADMIN]}),
    "before lunch": (rota(hours=LUNCH), at(WEDNESDAY, 11, 50), {0: [OWN], 10: [RUTH, SAM, TOM], 40: [ADMIN]}),
    "a limit longer than the day": (rota(limit=900), EVENING, {0: [OWN], 15: [RUTH, SAM, TOM], 915: [ADMIN]}),
    # outside opening hours nobody is on
    "at night": (rota(), NIGHT, {0: [OWN, RUTH, SAM, TOM], 30: [ADMIN]}),
    "at the weekend": (rota(), at(SATURDAY, 12), {0: [OWN, RUTH, SAM, TOM], 30: [ADMIN]}),
    "on a closed date": (rota(), at(FRIDAY, 12), {0: [OWN, RUTH, SAM, TOM], 30: [ADMIN]}),
    "at lunch": (rota(hours=LUNCH), at(WEDNESDAY, 12, 30), {0: [OWN, RUTH, SAM, TOM], 30: [ADMIN]}),
    "hours never said": (rota(hours=NEVER), NOON, {0: [OWN, RUTH, SAM, TOM], 30: [ADMIN]}),
    "at night, own away": (rota(away=[OWN]), NIGHT, {0: [RUTH, SAM, TOM], 30: [OWN, ADMIN]}),
    "at night, own gone": (rota(gone=[OWN]), NIGHT, {0: [RUTH, SAM, TOM], 30: [ADMIN]}),
    "at night, all away": (rota(away=ALL), NIGHT, {0: [OWN, RUTH, SAM, TOM, ADMIN]}),
}
OPENED = {
    "at once": (NOON, 0, {}),
    "before the limit": (NOON, 29, {0: [OWN]}),
    "at the limit": (NOON, 30, {0: [OWN]}),
    "after the second": (NOON, 31, {0: [OWN], 30: [RUTH]}),
    "after all": (NOON, 61, {0: [OWN], 30: [RUTH], 60: [SAM, TOM]}),
    "at night": (NIGHT, 10, {0: [OWN, RUTH, SAM, TOM]}),
}


@pytest.mark.parametrize(("rota", "raised", "told"), TABLE.values(), ids=TABLE)
def test_tells_of_what_nobody_opens(rota, raised, told):
    assert minutes(rota, raised) == told


@pytest.mark.parametrize(("raised", "opened", "told"), OPENED.values(), ids=OPENED)
def test_tells_nobody_further_once_it_is_opened(raised, opened, told):
    assert minutes(rota(), raised, opened) == told


def test_reads_the_dates_of_an_absence_on_the_clinic_s_calendar():
    back = (Colleague(OWN, aways=((WEDNESDAY - 9 * DAY, WEDNESDAY - DAY), (FRIDAY, FRIDAY))),)
    first_hour = at(WEDNESDAY, 0, 30).astimezone(ZoneInfo("America/New_York"))  # Tuesday there
    assert minutes(Rota(back, OFFICE, LONDON, dt.timedelta(minutes=30)), first_hour) == {0: [OWN], 30: [ADMIN]}


colleagues = st.builds(
    Colleague,
    id=st.integers(1, 9),
    has_left=st.booleans(),
    aways=st.lists(st.sampled_from([(WEDNESDAY, WEDNESDAY), (FRIDAY, SATURDAY)]), unique=True).map(tuple),
    covers=st.dictionaries(st.sampled_from([WEDNESDAY, FRIDAY]), st.integers(1, 9)).map(
        lambda named: tuple(named.items())
    ),
)
rotas = st.builds(
    Rota,
    people=st.lists(colleagues, max_size=6, unique_by=lambda person: person.id).map(tuple),
    hours=st.sampled_from([OFFICE, LUNCH, ALWAYS, NEVER]),
    zone=st.just(LONDON),
    limit=st.integers(0, 600).map(lambda minutes: dt.timedelta(minutes=minutes)),
)
instants = st.integers(0, 7 * 24 * 60).map(lambda minutes: at(WEDNESDAY, 0) + dt.timedelta(minutes=minutes))
own = st.integers(1, 9)


def faults(tell, rota, own, raised, seed=0):
    """What does not hold of `tell`, in words."""
    told = tell(rota, own, raised)
    ids = [who for who, _at in told]
    here = {person.id for person in rota.people if not person.has_left}
    day = raised.astimezone(LONDON).date()
    there = {person.id for person in rota.people if person.id in here and not person.is_away(day)}
    shuffled = tuple(random.Random(seed).sample(rota.people, len(rota.people)))
    last = max((told_at for _who, told_at in told), default=raised)
    holds = {
        "all who work here and the administrators hear of it in the end": {*ids} == here | {ADMIN},
        "nobody is told twice": len(ids) == len({*ids}),
        "somebody is told at once": bool(told) and told[0].at == raised,
        "nobody before the tick, and in the order of time": [at for _who, at in told]
        == sorted(at for _who, at in told),
        "away is told last while somebody is there": not there
        or all(told_at == last for who, told_at in told if who in here - there),
        "who stands in for the own physio is told first": all(
            ids[0] == person.cover_on(day)
            for person in rota.people
            if person.id == own and person.id in here - there and person.cover_on(day) in there
        ),
        "not later than three limits": last <= raised + 3 * rota.limit,
        "the order of a list decides nothing": told == tell(replace(rota, people=shuffled), own, raised),
    }
    return [rule for rule, kept in holds.items() if not kept]


@pytest.mark.parametrize(("days", "away"), [(-1, False), (0, True), (1, True), (3, True), (4, False)])
def test_is_away_from_the_first_day_to_the_last(days, away):
    assert Colleague(RUTH, aways=((WEDNESDAY, SATURDAY),)).is_away(WEDNESDAY + days * DAY) is away


@given(rotas, own, instants, st.integers(0, 99))
def test_holds_for_every_clinic(rota, own, raised, seed):
    assert faults(who_is_told, rota, own, raised, seed) == []


@given(rotas, own, instants, st.integers(0, 2000))
def test_tells_nobody_after_it_was_opened(rota, own, raised, after):
    opened = raised + dt.timedelta(minutes=after)
    told = who_is_told(rota, own, raised, opened)
    assert told == [one for one in who_is_told(rota, own, raised) if one.at < opened]


def own_alone(rota, own, raised):
    return [told for told in who_is_told(rota, own, raised) if told.who in (own, ADMIN)]


def those_who_left_too(rota, own, raised):
    return who_is_told(replace(rota, people=tuple(replace(one, has_left=False) for one in rota.people)), own, raised)


def as_they_are_listed(rota, own, raised):
    told = who_is_told(rota, own, raised)
    listed = [person.id for person in rota.people]
    return sorted(told, key=lambda one: (one.at, listed.index(one.who) if one.who in listed else 99))


@pytest.mark.parametrize("planted", [own_alone, those_who_left_too, as_they_are_listed])
def test_finds_the_defect_planted_for_it(planted):
    clinic = rota(ids=(OWN, RUTH, SAM, TOM, 3), gone=[3])
    assert any(faults(planted, clinic, OWN, raised, seed) for raised in (NOON, NIGHT) for seed in range(9))
