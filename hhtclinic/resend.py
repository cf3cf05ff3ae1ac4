"""What somebody sent after their session had ended, or from a page that had grown old: they are shown it again, and one
press sends it.

It waits on the server, sealed, in the session that signs in next, and for its writer alone (docs/adr/0027).
"""

import json
from urllib.parse import urlsplit

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from patients.services.seal import Unreadable, seal, unseal
from programs import clock

KEPT = "kept_form"
LONGEST = 100_000  # characters
SECONDS_KEPT = 60 * 60
TOKEN, DROP = "csrfmiddlewaretoken", "_drop"


def keep(request, user):
    """Puts aside what `user` sent. Whether it could be: no file, nothing too long, and no word of the account's own."""
    if not _may_be_shown(request):
        return False
    kept = {"user": user.pk, "at": clock.now().timestamp(), "path": request.get_full_path(), "sent": _sent(request)}
    request.session[KEPT] = seal(json.dumps(kept))
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kept_form(request):
    """Shows what was put aside. Its button sends it on to where it was meant for, with a token of today."""
    kept = _kept(request)
    if kept is None:
        request.session.pop(KEPT, None)
        return redirect("home")
    if request.method != "POST":
        return render(request, "account/kept_form.html", _shown(QueryDict(kept["sent"]), reverse("kept-form")))
    del request.session[KEPT]
    if DROP in request.POST:
        return redirect("home")
    return HttpResponse(status=307, headers={"Location": kept["path"]})  # the browser sends the same once more, there


def csrf_failure(request, reason=""):
    """The token was of another sign-in: what came from a page of ours is shown again, with a token of now. What another
    site sent is not."""
    if not (request.user.is_authenticated and _is_from_here(request) and _may_be_shown(request)):
        return plain_csrf_failure(request, reason)
    shown = _shown(request.POST, request.get_full_path())
    return render(request, "account/kept_form.html", shown | {"is_old_page": True}, status=403)


def _may_be_shown(request):
    own = request.path.startswith("/account/")  # passwords and codes are typed again
    return request.method == "POST" and not own and not request.FILES and len(_sent(request)) <= LONGEST


def _is_from_here(request):
    origin = urlsplit(request.headers.get("Origin", ""))
    return (origin.scheme, origin.netloc) == (request.scheme, request.get_host())


def _sent(request):
    sent = request.POST.copy()
    sent.pop(TOKEN, None)
    return sent.urlencode()


def _kept(request):
    try:
        kept = json.loads(unseal(request.session[KEPT]))
    except (KeyError, Unreadable):
        return None
    is_mine = kept["user"] == request.user.pk
    return kept if is_mine and clock.now().timestamp() - kept["at"] <= SECONDS_KEPT else None


def _shown(sent, action):
    """The fields as they were sent, and of them the words."""
    fields = [(name, value) for name, values in sent.lists() if name not in (TOKEN, DROP) for value in values]
    words = [value for _name, value in fields if " " in value.strip()]
    return {"fields": fields, "words": words, "action": action}
