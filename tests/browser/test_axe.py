"""The accessibility check itself: it must be able to fail."""

import pytest
from django.urls import reverse

from tests.browser.axe import assert_no_violations

PAGE = '<!doctype html><html lang="en"><title>Form</title><main><h1>Form</h1>{}</main></html>'


def test_catches_an_input_without_a_label(page):
    page.set_content(PAGE.format("<input>"))
    with pytest.raises(AssertionError, match=r"light: label .*<input>"):
        assert_no_violations(page)


def test_catches_what_is_unreadable_in_the_dark_only(page):
    style = "<style>@media (prefers-color-scheme: dark) { p { color: #ccc } }</style>"
    page.set_content(PAGE.format(f"{style}<p>Hardly there</p>"))
    with pytest.raises(AssertionError, match=r"dark: color-contrast") as caught:
        assert_no_violations(page)
    assert "light:" not in str(caught.value)


def test_finds_nothing_wrong_with_a_labelled_input(page):
    page.set_content(PAGE.format("<label>Name <input></label>"))
    assert_no_violations(page)


def test_refuses_a_run_that_checked_nothing(page):
    page.set_content(PAGE.format(""))
    with pytest.raises(AssertionError, match="axe checked nothing"):
        assert_no_violations(page, runOnly=["marquee"])


def test_runs_under_the_policy_of_the_site(page):
    response = page.goto(reverse("account_login"))
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert_no_violations(page)
