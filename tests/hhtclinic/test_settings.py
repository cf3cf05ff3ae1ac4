"""What the surroundings may say, and what is refused before anybody is served."""

import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

SETTINGS = Path(__file__).resolve().parents[2] / "hhtclinic" / "settings.py"
SWITCHES = (
    "CONN_MAX_AGE",
    "PGBOUNCER",
    "HSTS_SUBDOMAINS",
    "STAFF_SECOND_FACTOR",
    "BEHIND_PROXY",
    "PROXY_COUNT",
    "CONTENT_LANGUAGES",
)
PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "abcdefghij" * 5,
    "MFA_KEYS": "b" * 50,
    "ALLOWED_HOSTS": "rehab.example.org",
    "DATABASE_URL": "postgres://localhost/hhtclinic",
    "EMAIL_URL": "smtp+plain://localhost",
    "DEFAULT_FROM_EMAIL": "Rehab <no-reply@rehab.example.org>",
}


@pytest.fixture
def started(monkeypatch):
    """Reads the settings in surroundings of its own and answers what they hold."""

    def read(**surroundings):
        for name in (*PRODUCTION, *SWITCHES):
            monkeypatch.delenv(name, raising=False)
        for name, value in surroundings.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return read


@pytest.mark.parametrize("keys", ["", "short", "b" * 39, f"{'b' * 50},short", "abcdefghij" * 5])
def test_refuses_a_second_factor_without_a_key_of_its_own(started, keys):
    with pytest.raises(ImproperlyConfigured, match="MFA_KEYS must be set in production"):
        started(**{**PRODUCTION, "MFA_KEYS": keys})


@pytest.mark.parametrize("name", ["prod", "Production", "PRODUCTION", "live", "", " ", "production ", " demo", "test"])
def test_refuses_an_environment_that_nobody_knows(started, name):
    with pytest.raises(ImproperlyConfigured, match="must be demo, dev or production") as refusal:
        started(**{**PRODUCTION, "ENVIRONMENT": name})
    assert repr(name) in str(refusal.value)


def test_is_the_demonstration_where_no_environment_is_named(started):
    found = started()
    assert (found["ENVIRONMENT"], found["PRODUCTION"], found["DEBUG"]) == ("demo", False, False)


@pytest.mark.parametrize(("name", "production", "debug"), [("demo", 0, 0), ("dev", 0, 1), ("production", 1, 0)])
def test_starts_in_each_of_the_three_environments(started, name, production, debug):
    found = started(**{**PRODUCTION, "ENVIRONMENT": name})
    assert (found["PRODUCTION"], found["DEBUG"]) == (production, debug)


@pytest.mark.parametrize(("word", "meant"), [("1", True), ("On", True), ("yes", True), ("0", False), ("", False)])
def test_reads_yes_and_no(started, word, meant):
    assert started(STAFF_SECOND_FACTOR=word)["STAFF_SECOND_FACTOR"] is meant


@pytest.mark.parametrize("word", ["y", "2", "ture", "1 "])
def test_refuses_a_word_that_is_neither_yes_nor_no(started, word):
    with pytest.raises(ImproperlyConfigured, match=r"STAFF_SECOND_FACTOR is .* must be 1 or 0"):
        started(STAFF_SECOND_FACTOR=word)


@pytest.mark.parametrize(("said", "count"), [({}, 0), ({"BEHIND_PROXY": "1", "PROXY_COUNT": "2"}, 2)])
def test_counts_its_own_proxies(started, said, count):
    assert started(**PRODUCTION, **said)["ALLAUTH_TRUSTED_PROXY_COUNT"] == count


def test_keeps_uploads_in_the_database_or_wherever_it_is_told(started):
    assert started()["STORAGES"]["default"]["BACKEND"] == "programs.storage.DatabaseStorage"
    elsewhere = {"MEDIA_STORAGE": "storages.backends.s3.S3Storage", "MEDIA_STORAGE_OPTIONS": '{"bucket_name": "b"}'}
    expected = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": "b"}}
    assert started(**elsewhere)["STORAGES"]["default"] == expected


@pytest.mark.parametrize("codes", ["xx", "de,tlh", "en", "en-gb", "DE"])
def test_refuses_a_language_of_the_content_that_it_has_no_name_for(started, codes):
    with pytest.raises(ImproperlyConfigured, match="CONTENT_LANGUAGES has"):
        started(CONTENT_LANGUAGES=codes)


def test_names_the_languages_of_the_content(started):
    assert started()["CONTENT_LANGUAGES"] == {}
    assert started(CONTENT_LANGUAGES="de, pt-br")["CONTENT_LANGUAGES"] == {
        "de": "German",
        "pt-br": "Brazilian Portuguese",
    }


def test_makes_a_demonstration_where_the_address_of_the_database_is_empty(started):
    assert started(DATABASE_URL="")["DATABASES"]["default"]["ENGINE"].endswith("sqlite3")


def test_reads_several_hosts_of_a_database(started):
    two = "postgres://u:p@/clinic?host=one,two&port=5432,5433&target_session_attrs=read-write&connect_timeout=7"
    found = started(DATABASE_URL=two, PGBOUNCER="1", CONN_MAX_AGE="0")["DATABASES"]["default"]
    assert found["OPTIONS"]["host"] == "one,two" and found["OPTIONS"]["port"] == "5432,5433"
    assert found["OPTIONS"]["connect_timeout"] == 7
    assert (found["CONN_MAX_AGE"], found["DISABLE_SERVER_SIDE_CURSORS"]) == (0, True)
    assert found["OPTIONS"]["prepare_threshold"] is None


def test_waits_three_seconds_for_a_database_and_keeps_its_connection_a_minute(started):
    found = started(**PRODUCTION)["DATABASES"]["default"]
    assert (found["OPTIONS"]["connect_timeout"], found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (3, 60, True)
    assert (found["DISABLE_SERVER_SIDE_CURSORS"], found["OPTIONS"]["prepare_threshold"]) == (False, 0)


@pytest.mark.parametrize("word", ["a minute", "-1", "1.5", "²"])
def test_refuses_what_is_no_number(started, word):
    with pytest.raises(ImproperlyConfigured, match=r"CONN_MAX_AGE is .* must be a whole number, such as 60"):
        started(CONN_MAX_AGE=word)
