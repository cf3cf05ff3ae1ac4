"""A version goes out as a file, from its page in the administration: the bytes that a programme's file has."""

import pytest
from django.urls import reverse

from programs import transfer
from programs.editor import publishing
from tests import make
from tests.html import parse

pytestmark = pytest.mark.django_db


def test_downloads_a_draft_and_a_published_version_under_their_names(client):
    client.force_login(make.editor())
    published = make.version()
    for version in (published, publishing.duplicate(published)):
        page = parse(client.get(reverse("admin:programs_programversion_change", args=[version.pk])))[0]
        to = reverse("export-version", args=[version.pk])
        assert to in [link.get("href") for link in page.iter("a")]
        answer = client.get(to)
        assert answer["Content-Type"] == "application/toml"
        assert f'"high-hamstring-tendinopathy-{version.number}.toml"' in answer["Content-Disposition"]
        assert answer.content == transfer.to_toml(version)
        assert transfer.read(answer.content).said["published"] is False
