from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class PatientsConfig(AppConfig):
    name = "patients"
    verbose_name = _("Patients and clinics")

    def ready(self):
        from patients.paper.checks import names_can_be_printed

        register(names_can_be_printed, deploy=True)
