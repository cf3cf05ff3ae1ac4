"""The whole site on one screen. Everything asks for a sign-in but what is marked public."""

from django.contrib import admin
from django.urls import include, path

from hhtclinic import factors, fresh, pwa, resend

handler500 = "hhtclinic.outage.server_error"

urlpatterns = [
    path("", include("patients.urls")),
    path("account/again/", fresh.prove_again, name="prove-again"),
    path("account/password/set/", fresh.set_password, name="account_set_password"),
    path("account/not-saved/", resend.kept_form, name="kept-form"),
    path("account/2fa/totp/activate/", factors.activate_totp, name="mfa_activate_totp"),
    path("account/2fa/webauthn/add/", factors.add_webauthn, name="mfa_add_webauthn"),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),  # public
    path("sw.js", pwa.service_worker, name="service-worker"),  # public
]
