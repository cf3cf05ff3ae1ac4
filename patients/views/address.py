"""The own e-mail address of whoever is signed in: where it stands, another one, and the link of the letter."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from patients import services
from patients.forms.contact import OwnAddressForm
from patients.notices.confirmation import send_confirmation
from patients.selectors import written_to
from patients.services.address import opens, plain_address
from patients.views.answers import form_view, status_of
from programs import clock


@form_view
def own_address(request):
    """A letter goes to the address that is typed; it opens the account once its link was used. Who asks for another
    than the clinic has noted shows first who is there."""
    noted = plain_address(request.POST.get("email")) == written_to(request.user)
    return _own_address(request) if noted else _another_address(request)


def _own_address(request):
    address = written_to(request.user)
    form = OwnAddressForm(request.POST if request.method == "POST" else None, initial={"email": address})
    if form.is_valid():
        try:
            send_confirmation(request.user, form.cleaned_data["email"], now=clock.now())
        except services.Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("A letter is on its way. Open it there and press its button."))
            return redirect("own-address")
    context = {"form": form, "address": address, "opens": opens(request.user, address)}
    return render(request, "account/own_address.html", context, status=status_of(form))


_another_address = reauthentication_required(app="allauth.account", allow_get=True)(_own_address)


@form_view
@login_not_required
@never_cache
def confirm_address(request, token):
    """The link of the letter: opening it changes nothing, the button uses it up."""
    if request.method != "POST":
        return render(request, "account/confirm_address.html")
    try:
        services.confirm_address(token, now=clock.now())
    except services.Refused as refusal:
        return render(request, "account/confirm_address.html", {"refusal": refusal}, status=410)
    if not request.session.exists(request.session.session_key):
        logout(request)  # the sign-ins of the address before have ended, this one among them
    return render(request, "account/confirm_address.html", {"confirmed": True})
