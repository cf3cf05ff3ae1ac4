"""Ways into the site for the person in front of a page."""

from django.conf import settings
from django.test import Client


def sign_in(page, email, password):
    """Through the site's own door, as staff do."""
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()


def let_in(page, user, url):
    """Straight in, where the door is not what a test is about. `url` is the site's address."""
    client = Client()
    client.force_login(user)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": url}])
