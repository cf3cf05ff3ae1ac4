"""The one admin site, and the rows that belong to the installation."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from hhtclinic.models import User


class ClinicAdminSite(admin.AdminSite):
    site_header = site_title = _("HHT Clinic")
    index_title = _("Administration")
    enable_nav_sidebar = False

    def login(self, request, extra_context=None):
        """The admin has no door of its own: everybody comes in by the site's."""
        if request.user.is_authenticated:
            return redirect("home")
        query = urlencode({"next": request.GET.get("next", reverse("admin:index"))})
        return redirect(f"{reverse('account_login')}?{query}")


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ("name", "email", "is_staff", "is_active")
    search_fields = ("name", "email")
    list_filter = ("is_staff", "is_active")
    fields = ("name", "email", "is_active", "is_staff", "is_superuser", "groups")
    readonly_fields = ("joined_at",)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Group)
class GroupAdmin(admin.ModelAdmin):
    filter_horizontal = ("permissions",)
