"""What was done of an exercise the last time, which comes with what was practised: a log asks no query more for it."""

from operator import itemgetter

from django.db.models import CharField, DateField, F, IntegerField, Value

from patients.models import SetLog, TrainingSession
from patients.selectors.todays_dose import practice_in, practised
from patients.wording.sets import last_time_words
from programs.prepared import DAY, ID, arm, nothing, prepared


def last_time(assignment, prescription, today):
    """In words, for a page whose rows are read once; "" of an exercise that was never done."""
    rows = _practised_and_last(assignment=assignment.pk, day=today, exercise=prescription.exercise_id)
    assignment.rows.practice[today] = practice_in([row[:5] for source, *row in rows if source == "practised"])
    sets = sorted((row[5:] for source, *row in rows if source == "last"), key=itemgetter(0))
    by_side = {}
    for _number, side, done, _on in sets:
        by_side.setdefault(side, []).append(done)
    return last_time_words(sets[0][3], today, by_side) if sets else ""


LACKING = {
    **dict.fromkeys(("prescription", "exercise"), nothing(IntegerField())),
    "variation": Value("", CharField()),
    "at": F("performed_at"),
    **dict.fromkeys(("sets", "number"), nothing(IntegerField())),
    "side": Value("", CharField()),
    "done": nothing(IntegerField()),
    "on": nothing(DateField()),
}


@prepared(assignment=ID, day=DAY, exercise=ID)
def _practised_and_last(assignment, day, exercise):
    of_exercise = TrainingSession.objects.valid().filter(assignment=assignment, sets__prescription__exercise=exercise)
    last = SetLog.objects.filter(
        session__in=of_exercise.order_by("-performed_at", "-pk").values("pk")[:1], prescription__exercise=exercise
    )
    names = ("sets__prescription", "sets__prescription__exercise", "variation", "at", "count")
    columns = dict(zip(("prescription", "exercise", "variation", "at", "sets"), names, strict=True))
    sets = {"number": "number", "side": "side", "done": "done", "on": "session__local_date"}
    return arm("practised", practised(assignment, day), LACKING, **columns).union(
        arm("last", last, LACKING, at="session__performed_at", **sets), all=True
    )
