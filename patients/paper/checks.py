"""Whether this machine can print what people are called: `manage.py check --deploy` asks."""

from django.core.checks import Warning
from django.utils.translation import gettext as _

from patients.paper.sheet import NoPango, scripts_without_font


def names_can_be_printed(app_configs, **options):
    """A box in place of a name is found out by whoever reads the letter. It takes a second to draw, so that it is asked
    where a version goes into production."""
    try:
        scripts, packages = scripts_without_font()
    except NoPango as lacking:
        return [Warning(_("PDFs cannot be drawn."), hint=str(lacking), id="patients.W001")]
    if not scripts:
        return []
    words = _("This machine has no font for %(scripts)s: on paper boxes stand for them.") % {"scripts": scripts}
    hint = _("On Debian: apt-get install -y %(packages)s; then start the site again.") % {"packages": packages}
    return [Warning(words, hint=hint, id="patients.W002")]
