"""The one admin site.

It has a module to itself: Django imports this while it makes the site, and whatever were registered in the same module
would be registered with a site that is then thrown away.
"""

from django.conf import settings
from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from patients import selectors
from programs import clock
from programs import selectors as catalogue

# Patients' addresses are seen on the patient's page, by the clinic that treats them, and nowhere else. Second
# factors are secrets, and where somebody is signed in is their own business.
LEFT_OUT = {"account.emailaddress", "account.emailconfirmation", "mfa.authenticator", "usersessions.usersession"}


class ClinicAdminSite(admin.AdminSite):
    site_header = site_title = _("HHT Clinic")
    index_title = _("Administration")
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        kept = [model for model in models if model._meta.label_lower not in LEFT_OUT]
        super().register(kept, admin_class, **options)

    def index(self, request, extra_context=None):
        """Whoever looks after the installation is told what it has to see to, and an editor what is to be looked at and
        which languages there are."""
        now, told = clock.now(), {}
        if request.user.is_superuser:
            told |= {"trouble": selectors.trouble(now), "unopened": selectors.unopened_alarms(now)}
        if request.user.has_perm("programs.change_guidance"):
            told["reviews"] = catalogue.due_for_review(clock.today())
            told["languages"] = settings.CONTENT_LANGUAGES
        return super().index(request, told | (extra_context or {}))

    def login(self, request, extra_context=None):
        """The admin has no door of its own: everybody comes in by the site's."""
        if request.user.is_authenticated:
            return redirect("home")
        query = urlencode({"next": request.GET.get("next", reverse("admin:index"))})
        return redirect(f"{reverse('account_login')}?{query}")
