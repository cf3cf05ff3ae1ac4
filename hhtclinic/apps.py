from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from hhtclinic import checks


class ClinicConfig(AppConfig):
    name = "hhtclinic"
    verbose_name = _("People who work here")

    def ready(self):
        register(checks.database_is_of_this_version, Tags.database)
        register(checks.database_keeps_what_it_acknowledged, Tags.database)
        register(checks.database_ends_what_takes_too_long, Tags.database)
        register(checks.uploads_have_a_place, Tags.files)
        from hhtclinic import recorded

        recorded.connect()
