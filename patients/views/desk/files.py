"""Programmes as files, for whoever writes them: out of this installation, and into it."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from patients import access
from programs import transfer


@require_safe
def export_version(request, version_id):
    version = access.version_to_edit(request.user, version_id)
    return _file(transfer.to_toml(version), "application/toml", f"{version.program.slug}-{version.number}.toml")


def _file(content, kind, name):
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
