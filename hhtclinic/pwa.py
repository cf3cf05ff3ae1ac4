"""What makes the patient's pages an app on the phone: its manifest, and the service worker with the list of the shell.

Both are public and the same for everybody; no page of a patient is named in them.
"""

import hashlib
import json

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

ROOT = settings.BASE_DIR / "static"
WORKER = ROOT / "js" / "service-worker.js"
SHELL = (
    "css/faces/phone.css",
    "vendor/idb/*.js",
    "js/phone/*.js",
    "js/*guide*.js",
    *("js/copy.js", "js/digits.js", "js/seen.js", "js/sets.js", "js/step*.js"),
    "audio/*.mp3",
    "img/*.svg",
    "img/*.png",
    "img/exercises/*.svg",
)


@require_safe
@login_not_required
@cache_control(max_age=3600)
def manifest(request):
    answer = {
        "id": "/",
        "name": _("HHT Clinic: my programme"),
        "short_name": "HHT Clinic",
        "start_url": reverse("today"),
        "scope": "/",
        "display": "standalone",
        "lang": request.LANGUAGE_CODE,
        "background_color": "#f8f5f0",
        "theme_color": "#f8f5f0",
        "icons": [icon("any", 192), icon("any", 512), icon("maskable", 192), icon("maskable", 512)],
    }
    return JsonResponse(answer, content_type="application/manifest+json")


def icon(purpose, size):
    return {
        "src": static(f"img/app-{purpose}-{size}.png"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }


@require_safe
@login_not_required
@cache_control(no_cache=True)
def service_worker(request):
    """The worker's source, headed by what it keeps. Any change of a file of the shell is a new worker."""
    files = sorted(path for pattern in SHELL for path in ROOT.glob(pattern))
    facts = {
        "VERSION": digest(files),
        "SHELL": [static(path.relative_to(ROOT).as_posix()) for path in files],
        "STATIC": settings.STATIC_URL,
        "PICTURES": settings.MEDIA_URL,
        "SIGN_IN": reverse("account_login"),
        "SIGN_OUT": reverse("account_logout"),
        "TODAY": reverse("today"),
        "MESSAGES": reverse("messages"),
        "ALARM": reverse("raise-flag"),
        "GUIDANCE": reverse("guidance"),
        "TOKEN": reverse("outbox-token"),
        "RENEW": reverse("renew-push"),
        "LATER": reverse("put-off-reminders"),
        "REMINDERS": reverse("reminders"),
        "APP_NAME": _("My programme"),
        "ICON": static("img/app-any-192.png"),
        "NO_CONNECTION": render_to_string("no_connection.html"),
    }
    heading = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in facts.items())
    source = heading + WORKER.read_text(encoding="utf-8")
    return HttpResponse(source, content_type="text/javascript; charset=utf-8", headers={"Service-Worker-Allowed": "/"})


def digest(files):
    """Twelve characters that stand for the contents of `files`."""
    content = hashlib.sha256()
    for path in files:
        content.update(path.read_bytes())
    return content.hexdigest()[:12]
