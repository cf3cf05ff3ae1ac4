from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from hhtclinic.checks import database_is_of_this_version, database_keeps_what_it_acknowledged, uploads_have_a_place


class ClinicConfig(AppConfig):
    name = "hhtclinic"
    verbose_name = _("People who work here")

    def ready(self):
        register(database_is_of_this_version, Tags.database)
        register(database_keeps_what_it_acknowledged, Tags.database)
        register(uploads_have_a_place, Tags.files)
        from hhtclinic import recorded

        recorded.connect()
