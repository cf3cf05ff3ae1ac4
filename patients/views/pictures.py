"""Pictures of exercises that editors uploaded: content, and no health data. Whoever is signed in may see each."""

from http import HTTPStatus
from pathlib import Path

from csp.constants import NONE
from csp.decorators import csp
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from programs.selectors import is_picture
from programs.storage import bytes_of

NO_PICTURE = "img/no-picture.svg"
KEPT = "private, max-age=31536000, immutable"  # other bytes have another name


@require_safe
@csp({"default-src": [NONE], "sandbox": True})
def picture(request, name):
    """Its bytes, or 404 with the drawing of a picture that is not there, which a page shows in its place."""
    held = bytes_of(name) if is_picture(name) else None
    if held is None:
        drawn = Path(finders.find(NO_PICTURE)).read_bytes()
        return HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8", status=HTTPStatus.NOT_FOUND)
    answer = HttpResponse(held, content_type="image/jpeg", headers={"ETag": f'"{name}"', "Cache-Control": KEPT})
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return get_conditional_response(request, etag=answer["ETag"], response=answer)
