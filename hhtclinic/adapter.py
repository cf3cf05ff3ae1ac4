from allauth.account.adapter import DefaultAccountAdapter


class ClinicAccountAdapter(DefaultAccountAdapter):
    """People are invited; nobody signs up."""

    def is_open_for_signup(self, request):
        return False
