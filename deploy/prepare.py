"""Makes a demonstration ready: `python -m deploy.prepare`. Safe to repeat; one process for all of it is quick."""

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hhtclinic.settings")
    django.setup()
    settings.VAR_DIR.mkdir(mode=0o700, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_programs")
    call_command("sync_groups")
    call_command("seed_demo", if_empty=True)
    if not settings.DEBUG and stale(Path(settings.STATIC_ROOT, "staticfiles.json")):
        call_command("collectstatic", interactive=False, verbosity=0)
    call_command("seed_demo", show=True)


def stale(manifest):
    """Whether a file of ours, or what is installed, is newer than what was collected."""
    sources = [settings.BASE_DIR / "requirements.lock", *settings.BASE_DIR.glob("static/**/*")]
    return not manifest.exists() or max(path.stat().st_mtime for path in sources) > manifest.stat().st_mtime


if __name__ == "__main__":
    main()
