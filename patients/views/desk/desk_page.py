"""The page of one patient at the desk, and what follows an act on it: back to the page, or the page again with what was
typed and why it was not saved."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render

from patients import access, paper, services
from patients.forms.desk import AskForm, DecisionForm, MeasureForm
from patients.selectors import desk
from patients.views.answers import UNPROCESSABLE
from programs import clock

ASKS, SHOWN = "ask_first", "shown"  # in a post: show what it would change; do it, where that is still what was shown


def show(request, patient, now, *, refused=None, panel="", status=200, foreseen=None, running=None):
    """The page; `refused` is the form that was not saved and `panel` the place where it was filled in; `foreseen` is
    what that would change; `running` their programme, where it was read already. Every answer with it is a look at the
    patient."""
    access.record(request.user, "patient.opened", patient)
    typed = {"patient": patient, "form": refused, "panel": panel, "typed": request.POST, "foreseen": foreseen}
    assignment = running or access.running_assignment(patient)
    if assignment is None:
        context = typed | {"page": desk.page_without_programme(patient, now)}
        return render(request, "clinician/no_programme.html", context, status=status)
    services.refresh_if_due(assignment, now)
    page = desk.patient_page(assignment, now)
    summary = desk.summary_of(assignment, page)
    context = typed | {
        "assignment": assignment,
        "page": page,
        "summary": summary,
        "unprintable": paper.warning_of(summary),
        "deciding": DecisionForm(assignment),
        "measuring": MeasureForm(page.measures.kinds, page.today),
        "asking": AskForm(),
    }
    return render(request, "clinician/patient_page.html", context, status=status)


def act(request, patient, form, panel, service, said, name=""):
    """Calls `service` with what was typed, `by` and `now`; `said` is the sentence that follows, or a function of what
    was typed, and so is `name`, which a button says that does it after the page has shown what it changes. When
    somebody else was first, the page shows what they did."""
    now = clock.now()
    if "look" in request.POST:  # the return key in a field for a date
        return show(request, patient, now, panel=panel)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            found = _decided(request, patient, partial(service, **typed, by=request.user, now=now), now)
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if found:
                return show(request, patient, now, panel=panel, foreseen=_shown(request, form, found, _of(name, typed)))
            messages.info(request, _of(said, typed))
            return redirect("patient-page", patient.public_id)
    return show(request, patient, now, refused=form, panel=panel, status=UNPROCESSABLE)


def _decided(request, patient, decides, now):
    """None where it is decided now: with the second press, and where a form does not ask first. With the first, what it
    would change, and no row is written; so again where that has become something else since it was shown."""
    shown = request.POST.get(SHOWN, "")
    running = access.running_assignment(patient) if request.POST.keys() & {ASKS, SHOWN} else None
    if running is None:
        decides()
        return None
    kept = lambda before, after: desk.foreseen(before, after).token == shown  # noqa: E731
    found = desk.foreseen(*services.foresee(running, decides, desk.as_it_stands, now, keep=kept))
    return None if found.token == shown else found


def _shown(request, form, found, name):
    """What the page needs to show `found` and to send the same once more."""
    fields = [(field, request.POST[field]) for field in form.fields if request.POST.get(field)]
    return {"found": found, "name": name, "fields": fields, "again": SHOWN in request.POST, "to": request.path}


def _of(words, typed):
    return words(typed) if callable(words) else words
