"""What production refuses in its surroundings, each with the sentence that says how to mend it.

Whoever finds out later finds out by a stolen password, a letter in the clear or a link that leads elsewhere. Standard
library alone: the settings ask before Django is there.
"""

import json
import re
import zoneinfo
from collections.abc import Iterator, Mapping
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

FLAGS = dict.fromkeys(("1", "true", "yes", "on"), True) | dict.fromkeys(("0", "false", "no", "off", ""), False)
PLACEHOLDER = "PASSWORD"  # as the manual writes it
HERE = {"localhost", "127.0.0.1", "::1"}
LEAST_KEY, LEAST_CHARACTERS = 50, 10  # Django's own check asks for 50 characters, 5 of them different
HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\]")
PUSH_KEY = re.compile(r"[A-Za-z0-9_-]{43}=?")  # what `make_push_keys` prints: 32 bytes
KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))' prints one."


def refusals(said: Mapping[str, str]) -> list[str]:
    """A sentence for everything in the environment `said` that a clinic must not be served with."""
    kinds = (_keys, _hosts, _database, _proxies, _addresses, _letters, _metrics, _switches)
    return [sentence for kind in kinds for sentence in kind(said)]


def _keys(said: Mapping[str, str]) -> Iterator[str]:
    key = said.get("SECRET_KEY", "")
    if len(key) < LEAST_KEY or len(set(key)) < LEAST_CHARACTERS or key.startswith("django-insecure-"):
        yield f"SECRET_KEY must be {LEAST_KEY} characters or more that nobody can guess: {KEY}"
    sealing = listed(said, "MFA_KEYS")
    if not sealing or min(map(len, sealing)) < 40 or key in sealing:
        yield (
            "MFA_KEYS must be set in production: one key of 40 characters or more that is not SECRET_KEY, or several "
            "with commas, the newest first. They seal the secrets of second factors."
        )


def _hosts(said: Mapping[str, str]) -> Iterator[str]:
    hosts = listed(said, "ALLOWED_HOSTS")
    if not hosts:
        yield "ALLOWED_HOSTS must name the host that the site is reached at, such as rehab.example.org."
    if wrong := [host for host in hosts if not HOST.fullmatch(host)]:
        yield (
            f"ALLOWED_HOSTS has {', '.join(map(repr, wrong))}. Name each host in full and in small letters, without a "
            "port and without *: whoever may write any name into a request could have links made that lead to it."
        )


def _database(said: Mapping[str, str]) -> Iterator[str]:
    server = _split(said.get("DATABASE_URL", ""))
    if _has_several_ports(said.get("DATABASE_URL", "")):
        yield (
            "DATABASE_URL names several hosts in front of the name of the database. Write them behind it: "
            "postgres://hhtclinic:PASSWORD@/hhtclinic?host=a.example.org,b.example.org&port=5432,5432"
            "&target_session_attrs=read-write&sslmode=verify-full&sslrootcert=system"
        )
    elif server is None or server.scheme not in ("postgres", "postgresql", "sqlite", ""):
        yield "DATABASE_URL must be an address such as postgres://hhtclinic:PASSWORD@localhost/hhtclinic."
    elif server.scheme in ("sqlite", "") and not FLAGS.get(said.get("ALLOW_SQLITE", "").lower()):
        yield "Production on SQLite needs ALLOW_SQLITE=1; a clinic sets DATABASE_URL instead."
    elif server.password == PLACEHOLDER:
        yield "DATABASE_URL has PASSWORD in the place of the password. Give the role one of its own."
    elif (hosts := _elsewhere(server)) and parse_qs(server.query).get("sslmode") != ["verify-full"]:
        yield (
            f"DATABASE_URL leads to {', '.join(hosts)}, and records would go in the clear or to whoever answers there. "
            "Write ?sslmode=verify-full&sslrootcert=system behind the name of the database."
        )
    elif _is_several(server) and parse_qs(server.query).get("target_session_attrs") not in (
        ["read-write"],
        ["primary"],
    ):
        yield (
            "DATABASE_URL names several hosts. Write &target_session_attrs=read-write behind them, or the site may be "
            "connected to the standby, which stores nothing."
        )


def _proxies(said: Mapping[str, str]) -> Iterator[str]:
    """How many of ours write into X-Forwarded-For. Too few counted, everybody has the proxy's address and one guesser
    locks all out; too many, a client writes its own."""
    behind, count = FLAGS.get(said.get("BEHIND_PROXY", "").lower()), said.get("PROXY_COUNT", "")
    if behind and count not in tuple("123456789"):
        yield (
            f"PROXY_COUNT is {count!r}. With BEHIND_PROXY=1 it must be a whole number from 1 to 9: how many proxies, "
            "one behind the other, a request passes before it comes here."
        )
    elif count and not behind:
        yield f"PROXY_COUNT is {count!r}. Without BEHIND_PROXY leave it out."


def _addresses(said: Mapping[str, str]) -> Iterator[str]:
    for origin in listed(said, "CSRF_TRUSTED_ORIGINS"):
        if not _is_site(origin):
            yield f"CSRF_TRUSTED_ORIGINS has {origin!r}. It takes addresses as https://rehab.example.org, without *."
    site = said.get("SITE_URL")
    if site is not None and not _is_site(site):
        yield f"SITE_URL is {site!r}. It must be https:// and a host: links in letters are ways in."
    elif site is not None and urlsplit(site).hostname not in listed(said, "ALLOWED_HOSTS"):
        yield f"SITE_URL is {site!r}, and ALLOWED_HOSTS does not have its host: links in letters would lead nowhere."


def _letters(said: Mapping[str, str]) -> Iterator[str]:
    if said.get("EMAIL_BACKEND"):
        return
    server = _split(said.get("EMAIL_URL", ""))
    if server is None or server.scheme not in ("smtp", "smtps", "smtp+plain") or not server.hostname:
        yield (
            "EMAIL_URL must be smtp://, smtps:// or smtp+plain:// and a host, such as "
            "smtp://NAME:PASSWORD@mail.example.org, or smtp+plain://localhost for a mail server on this machine."
        )
    elif server.password == PLACEHOLDER:
        yield "EMAIL_URL has PASSWORD in the place of the password."
    elif server.scheme == "smtp+plain" and server.hostname not in HERE:
        yield (
            f"EMAIL_URL sends letters to {server.hostname} in the clear, and sign-in codes are among them. Write "
            "smtp:// for STARTTLS or smtps:// for TLS; smtp+plain:// is for a mail server on this machine."
        )
    if not re.search(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", said.get("DEFAULT_FROM_EMAIL", "")):
        yield "DEFAULT_FROM_EMAIL must be set: whom letters are from, such as Rehab <no-reply@rehab.example.org>."


def _metrics(said: Mapping[str, str]) -> Iterator[str]:
    if (token := said.get("METRICS_TOKEN")) and len(token) < 32:
        yield f"METRICS_TOKEN must be 32 characters or more that nobody can guess: {KEY} Without one nobody is told."


def _switches(said: Mapping[str, str]) -> Iterator[str]:
    if (key := said.get("PUSH_PRIVATE_KEY")) and not PUSH_KEY.fullmatch(key):
        yield "PUSH_PRIVATE_KEY is no key. `manage.py make_push_keys` prints the line; without it push is off."
    if FLAGS.get(said.get("STAFF_SECOND_FACTOR", "1").lower()) is False:
        yield "STAFF_SECOND_FACTOR is off. Whoever works here signs in with a second factor: leave it out."
    if (zone := said.get("TIME_ZONE", "UTC")) not in zoneinfo.available_timezones():
        yield f"TIME_ZONE is {zone!r}. It must be a name such as Europe/London."
    try:
        is_object = isinstance(json.loads(said.get("MEDIA_STORAGE_OPTIONS") or "{}"), dict)
    except ValueError:
        is_object = False
    if not is_object:
        yield 'MEDIA_STORAGE_OPTIONS must be a JSON object, such as {"bucket_name": "rehab"}.'


def _elsewhere(server: SplitResult) -> list[str]:
    """The hosts that are reached over a network. A folder is a socket on this machine."""
    if not server.scheme.startswith("postgres"):
        return []
    return [host for host in _hosts_of(server) if host and host not in HERE and not host.startswith("/")]


def _hosts_of(server: SplitResult) -> list[str]:
    """As the driver reads them: those behind the name of the database are asked where none stands in front."""
    said = unquote(server.hostname or "") or ",".join(parse_qs(server.query).get("host", []))
    return said.split(",")


def _has_several_ports(address: str) -> bool:
    """The one form of several hosts that no part of ours can read."""
    place = address.partition("?")[0].partition("//")[2].partition("/")[0].rpartition("@")[2]
    return "," in place and ":" in place


def _is_several(server: SplitResult) -> bool:
    return server.scheme.startswith("postgres") and len(_hosts_of(server)) > 1


def listed(said: Mapping[str, str], name: str) -> list[str]:
    """The items of a variable that has them with commas between."""
    return [item.strip() for item in said.get(name, "").split(",") if item.strip()]


def _split(address: str) -> SplitResult | None:
    try:
        found = urlsplit(address)
        found.port  # noqa: B018  a port that is no number is found out here
    except ValueError:
        return None
    return found


def _is_site(address: str) -> bool:
    parts = _split(address)
    if parts is None or parts.scheme != "https" or "@" in parts.netloc:
        return False
    return bool(HOST.fullmatch(parts.hostname or "")) and parts.path in ("", "/") and not parts.query + parts.fragment
