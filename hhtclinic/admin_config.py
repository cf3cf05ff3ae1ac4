from django.contrib.admin.apps import AdminConfig


class ClinicAdminConfig(AdminConfig):
    default_site = "hhtclinic.admin_site.ClinicAdminSite"
