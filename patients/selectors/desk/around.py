"""What was said round the days of one assignment, for its page at the desk: other activities, reasons, which entries
were taken out, and what waits for an answer. One query."""

from operator import itemgetter

from django.db.models import CharField, DateField, F, IntegerField, Value

from patients.models import Activity, DayReason, MeasureAsked, MorningCheck, ReasonKind, TrainingSession
from programs.prepared import DAY, ID, arm, as_read, nothing, prepared

LACKING = {
    "id": F("pk"),
    "on": nothing(DateField()),
    "kind": Value("", CharField()),
    **dict.fromkeys(("minutes", "pain"), nothing(IntegerField())),
}


class Around:
    """`activities` and `reasons` since a date, the oldest first; the dates on which a painkiller was the reason; how
    many entries since the stage began were `taken_out`; whether a session `asks` if it was done once more, and whether
    the patient `is_asked` for a measure."""

    def __init__(self, assignment, since):
        found = {}
        began = assignment.standing.stage_started_on
        for source, *values in _around(assignment=assignment.pk, since=since, began=began):
            found.setdefault(source, []).append(dict(zip(LACKING, values, strict=True)))
        self.activities = [as_read(Activity, **one) for one in _in_order(found, "activity")]
        self.reasons = [as_read(DayReason, **one) for one in _in_order(found, "reason")]
        self.painkillers = {one["on"] for one in found.get("painkiller", ())}
        self.taken_out = len(found.get("taken out", ()))
        self.asks, self.is_asked = "asks" in found, "asked" in found


def _in_order(found, source):
    return sorted(found.get(source, ()), key=itemgetter("on", "id"))


@prepared(assignment=ID, since=DAY, began=DAY)
def _around(assignment, since, began):
    def of(model):
        return model.objects.filter(assignment=assignment)

    reasons = of(DayReason).valid()
    sessions = of(TrainingSession).filter(local_date__gte=began).exclude(voided_at=None)
    mornings = of(MorningCheck).filter(on__gt=began).exclude(voided_at=None)
    activities = of(Activity).valid().filter(on__gte=since)
    columns = {"on": "on", "kind": "kind"}
    return arm("activity", activities, LACKING, minutes="minutes", pain="pain", **columns).union(
        arm("reason", reasons.filter(on__gte=since), LACKING, **columns),
        arm("painkiller", reasons.filter(kind=ReasonKind.PAINKILLER), LACKING, **columns),
        arm("taken out", sessions, LACKING),
        arm("taken out", mornings, LACKING),
        arm("asked", of(MeasureAsked).unanswered(), LACKING),
        arm("asks", of(TrainingSession).asked_once_more(), LACKING),
        all=True,
    )
