from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClinicConfig(AppConfig):
    name = "hhtclinic"
    verbose_name = _("People who work here")
