"""A draft as the patient would see it: the real pages, shown to an invented patient, beside the editor's forms.

Nothing can be done there: the browser sends no form, opens no link, begins no worker and connects to nothing. No script
runs but the timer of the guide, which keeps nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from csp.constants import NONE, SELF
from csp.decorators import csp_replace, csp_update
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from patients import access, services
from patients.services.show_draft import Day
from patients.views import paper
from patients.views.phone import entries, guidance, guide, today
from programs import clock
from programs import selectors as catalogue

FRAMED = {
    "frame-ancestors": [SELF],
    "sandbox": ["allow-same-origin"],  # or its icons and pictures would not come
    "form-action": [NONE],
    "connect-src": [NONE],
    "worker-src": [NONE],
    "manifest-src": [NONE],
}
TIMED = FRAMED | {"sandbox": ["allow-same-origin", "allow-scripts"]}


@dataclass(frozen=True)
class Page:
    """A page of the patient's by the name of its address, on such a `Day`. `view` takes the request and the instant;
    `of_one`: it is about one exercise of the stage; `is_timed`: its timer runs; what is not framed is no page."""

    name: str
    title: str | Promise
    view: Callable
    day: Day = Day.GOOD
    of_one: bool = False
    is_timed: bool = False
    is_framed: bool = True


def _now(view, request, _at):
    return view(request)


PAGES = {
    "good": Page("today", _("Today, a good day"), today.today_at),
    "flare": Page("today", _("Today, a flare"), today.today_at, Day.FLARE),
    "rest": Page("today", _("Today, a rest day"), today.today_at, Day.REST),
    "guide": Page("guide-session", _("Guided session"), partial(_now, guide.guide_session), of_one=True, is_timed=True),
    "log": Page("log-session", _("Log a session"), partial(_now, entries.log_session), of_one=True),
    "programme": Page("programme", _("Programme"), partial(_now, today.programme)),
    "answers": Page("guidance", _("Answers"), partial(_now, guidance.guidance)),
    "paper": Page("programme-paper", _("On paper (PDF)"), partial(_now, paper.programme_paper), is_framed=False),
}


@csp_update({"frame-src": [SELF]})
@require_safe
def preview(request, version_id):
    """The stages of a version and the patient's pages to choose from, and the one that is chosen."""
    version = access.version_to_edit(request.user, version_id)
    stages = catalogue.stages_of(version)
    stage = next((one for one in stages if str(one.position) == request.GET.get("stage")), next(iter(stages), None))
    slug = request.GET.get("page", "")
    slug = slug if slug in PAGES else next(iter(PAGES))
    exercises = list(stage.prescriptions.all()) if stage and PAGES[slug].of_one else []
    exercise = next(
        (one for one in exercises if str(one.pk) == request.GET.get("exercise")), next(iter(exercises), None)
    )
    context = {
        "version": version,
        "stages": stages,
        "stage": stage,
        "pages": PAGES.items(),
        "slug": slug,
        "page": PAGES[slug],
        "exercises": exercises,
        "exercise": exercise,
        "query": f"?exercise={exercise.pk}" if exercise else "",
    }
    return render(request, "editor/preview.html", context)


@require_safe
def preview_page(request, version_id, position, page):
    """One of the patient's pages, in a frame of ours or by itself; why there is none where the draft has none."""
    version = access.version_to_edit(request.user, version_id)
    stage = get_object_or_404(version.stages.select_related("version__program"), position=position)
    if page not in PAGES:
        raise Http404
    wanted = PAGES[page]
    if not wanted.is_framed:
        return _shown(request, stage, wanted)
    policy = TIMED if wanted.is_timed else FRAMED
    return csp_replace(policy)(xframe_options_sameorigin(_shown))(request, stage, wanted)


def _shown(request, stage, page):
    looks = partial(look, request, page)
    request.preview = {"back": _back(request, stage)}
    try:
        return services.show_draft(stage, page.day, looks, by=request.user, now=clock.now())
    except services.Refused as refusal:
        return render(request, "editor/preview_page.html", {"why": str(refusal), "page": page})


def look(request, page, user, at):
    """The page as `user` gets it who opens it; nothing of the editor's session is in the request."""
    own = HttpRequest()
    own.method, own.path, own.user = "GET", reverse(page.name), user
    own.META = {key: request.META[key] for key in ("SERVER_NAME", "SERVER_PORT")}
    own.GET = QueryDict(mutable=True)
    own.GET["exercise"] = request.GET.get("exercise", "")
    own.resolver_match = resolve(own.path)
    own.preview = request.preview
    return page.view(own, at)


def _back(request, stage):
    """Where who opened the page by itself came from; nothing in a frame, beside which that stands."""
    if request.headers.get("Sec-Fetch-Dest") == "iframe":
        return ""
    asked = {"stage": stage.position, "page": request.resolver_match.kwargs["page"]}
    return f"{reverse('preview', args=[stage.version_id])}?{urlencode(asked)}"
