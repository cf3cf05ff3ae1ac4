"""A session that was wrong, as the form to log it again shows it."""

from dataclasses import replace

from patients.domain.dose import Dose
from patients.domain.entries import LOAD, load_field_name, set_field_name

SAID = {True: "yes", False: "no", None: ""}


def logged_before(assignment, client_id):
    """(prescription, dose, initial values) of one of the own sessions, None where there is no such session or it had no
    set. What was asked that day is what "as prescribed" means."""
    session = assignment.sessions.filter(client_id=client_id).prefetch_related("sets__prescription__exercise").first()
    sets = list(session.sets.all()) if session else []
    if not sets:
        return None
    one = sets[0].prescription
    dose = Dose(one, one.sets, sets[0].target, load_kg=_load_beside(one, sets), affected=assignment.affected_sides)
    dose = replace(dose, sets=(session.sets_asked or dose.wanted) // len(dose.sides))
    return one, dose, {**_columns(session), **_sets(sets), **_loads(sets), "mode": _mode(sets, dose)}


def _columns(session):
    names = ("pain_left", "pain_right", "stopped_for_pain", "painkiller", "felt", "effort", "note", "performed_at")
    return {name: getattr(session, name) for name in names} | {
        "technique_ok": SAID[session.technique_ok],
        "variation": session.variation,
    }


def _sets(sets):
    return {set_field_name(one.number, one.side): one.done for one in sets}


def _loads(sets):
    """One weight where all sets had the same, else each its own."""
    loads = {one.load_kg for one in sets}
    if len(loads) == 1:
        return {LOAD: loads.pop()}
    return {load_field_name(one.number): one.load_kg for one in sets}


def _load_beside(prescription, sets):
    """A weight that was logged for an exercise whose prescription names none: the form asks for it again."""
    logged = [] if prescription.load_in_words() else [one.load_kg for one in sets if one.load_kg is not None]
    return next(iter(logged), None)


def _mode(sets, dose):
    every = len(sets) == dose.wanted and all(one.done == dose.target for one in sets)
    every = every and len({one.load_kg for one in sets}) == 1
    return "plan" if every else "sets"
