from allauth.account.adapter import DefaultAccountAdapter

from hhtclinic import devices


class ClinicAccountAdapter(DefaultAccountAdapter):
    """People are invited; nobody signs up."""

    def is_open_for_signup(self, request):
        return False

    def pre_authenticate(self, request, **credentials):
        """Counts a wrong password against the account, and one typed on a browser of its owner against that alone."""
        if device := devices.device_of(request, credentials.get("email", "")):
            credentials["email"] += f" {device}"
        super().pre_authenticate(request, **credentials)
