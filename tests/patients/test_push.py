"""Push, as far as the push service: a real HTTPS server takes the request, and a browser's keys open what it got."""

import datetime as dt
import http.client
import json
import os
import ssl
import subprocess
import sys
import threading
import uuid
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.x509.oid import NameOID
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from patients import services
from patients.models import Notice, PushSubscription
from patients.notices import push, rounds, webpush
from patients.notices.hosts import address_of, is_allowed
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


# A browser ------------------------------------------------------------------------------------------------------------


class Browser:
    """What a browser has: a key pair and a secret, and the reading of what arrives."""

    def __init__(self):
        self.key = ec.generate_private_key(webpush.CURVE)
        self.public, self.secret = webpush.public_bytes(self.key), b"0123456789abcdef"

    @property
    def keys(self):
        return {"p256dh": webpush.to_text(self.public), "auth": webpush.to_text(self.secret)}

    def opens(self, body):
        """Written from RFC 8188 and 8291, apart from the code that seals."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert (size, length) == (4096, 65)
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self.key.exchange(ec.ECDH(), theirs)
        secret = derived(self.secret, shared, b"WebPush: info\0" + self.public + sender, 32)
        key = derived(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
        plain = AESGCM(key).decrypt(derived(salt, secret, b"Content-Encoding: nonce\0", 12), sealed, None)
        assert plain.endswith(b"\x02")
        return plain[:-1]


def derived(salt, secret, label, length):
    return HKDF(hashes.SHA256(), length, salt, label).derive(secret)


# A push service -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    path.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return path


@pytest.fixture
def service(certificate, settings, monkeypatch):
    """HTTPS at localhost; keeps each request, and answers with `status`."""
    got = SimpleNamespace(requests=[], status=201, url="https://localhost")

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.requests.append(SimpleNamespace(path=self.path, headers=self.headers, body=body))
            self.send_response(got.status)
            self.send_header("Location", "https://localhost:1/elsewhere")
            self.end_headers()

        def log_message(self, *words):
            pass

    server = HTTPServer(("localhost", 0), Takes)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    monkeypatch.setattr(push, "PORT", server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings.PUSH_HOSTS = ("localhost",)
    yield got
    server.shutdown()
    server.server_close()


@pytest.fixture
def running():
    made = make.assignment(days=5)
    services.set_reminders(made.patient.physio, {"digest": "never"}, by=made.patient.physio)
    make.reminded(made.patient)
    return made


def takes_part(running, service, browser, path="/one"):
    user, now = running.patient.user, clock.now()
    return services.subscribe_push(user, endpoint=f"{service.url}{path}", **browser.keys, by=user, now=now)


def writes(running):
    by, now = running.patient.physio, clock.now() - dt.timedelta(minutes=1)
    text = "Your pain of 7 on Tuesday worries me, Hanna."
    services.send_message(running.patient, text, client_id=uuid.uuid4(), by=by, now=now)
    services.set_reminders(running.patient.user, {"quiet_from": "03:00", "quiet_to": "03:00"}, by=running.patient.user)


# What is sent ---------------------------------------------------------------------------------------------------------


def test_seals_as_the_example_of_the_standard():
    """RFC 8291, appendix A."""
    key = webpush.private_key("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
    theirs = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    salt = webpush.from_text("DGv6ra1nlYgDCS1FRnbzlw")
    message = b"When I grow up, I want to be a watermelon"
    sealed = webpush.seal(message, theirs, "BTBZMqHH6r4Tts7J_aSIgg", key=key, salt=salt)
    assert webpush.to_text(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBr"
        "u3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_arrives_and_says_no_more_than_that_something_waits(running, service):
    browser = Browser()
    takes_part(running, service, browser)
    writes(running)
    assert rounds.work(clock.now()) == 1
    [request] = service.requests
    said = {"text": "One tap is waiting in your programme.", "open": "/", "later": []}
    assert json.loads(browser.opens(request.body)) == said
    assert b"Hanna" not in request.body
    assert request.headers["Content-Encoding"] == "aes128gcm"
    assert Notice.objects.get().outcome == "push"
    assert mail.outbox == []


def test_is_signed_for_the_service_it_goes_to(running, service, settings):
    takes_part(running, service, Browser())
    writes(running)
    rounds.work(clock.now())
    said = claims_of(service.requests[0].headers["Authorization"])
    assert (said["aud"], said["sub"]) == (service.url, settings.PUSH_SUBJECT)


def claims_of(header):
    """What a signature claims, once it holds: read by RFC 8292, apart from the code that signs."""
    kind, rest = header.split(" ", 1)
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert (kind, parts.keys()) == ("vapid", {"t", "k"})
    assert parts["k"] == push.public_key()
    head, claims, signature = parts["t"].split(".")
    assert json.loads(webpush.from_text(head)) == {"typ": "JWT", "alg": "ES256"}
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), webpush.from_text(parts["k"]))
    raw = webpush.from_text(signature)
    numbers = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    point.verify(encode_dss_signature(*numbers), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    return json.loads(webpush.from_text(claims))


@pytest.mark.parametrize("port", ["", ":", ":443"])
@pytest.mark.parametrize("subject", ["mailto:a@example.org", "https://example.org", "https://example.org:8443/about"])
def test_signs_for_twelve_hours_and_for_any_address_that_is_allowed(settings, port, subject):
    key, now = webpush.private_key(settings.PUSH_PRIVATE_KEY), dt.datetime(2001, 2, 3, 4, 5, tzinfo=dt.UTC)
    address = address_of(f"https://FCM.googleapis.com{port}/fcm/send/abc")
    said = claims_of(webpush.authorization(key, address.origin, subject, now))
    assert said == {"aud": "https://fcm.googleapis.com", "exp": now.timestamp() + 12 * 60 * 60, "sub": subject}


@pytest.mark.parametrize("subject", ["http://localhost:8000", "somebody@example.org"])
def test_starts_with_no_subject_that_push_services_refuse(subject):
    started = subprocess.run(
        [sys.executable, "-c", "import hhtclinic.settings"],
        env={**os.environ, "ENVIRONMENT": "demo", "PUSH_SUBJECT": subject},
        capture_output=True,
        text=True,
    )
    assert started.returncode == 1
    assert "PUSH_SUBJECT, else SITE_URL, must begin with mailto: or https://" in started.stderr


@pytest.mark.parametrize("status", [404, 410])
def test_drops_a_browser_that_is_gone_and_sends_an_e_mail_instead(running, service, status):
    takes_part(running, service, Browser())
    service.status = status
    writes(running)
    assert rounds.work(clock.now()) == 1
    assert PushSubscription.objects.get().dropped_at
    assert Notice.objects.get().outcome == "e-mail"
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("status", [301, 429, 500])
def test_keeps_a_browser_whose_service_is_troubled_and_follows_nowhere(running, service, status):
    takes_part(running, service, Browser())
    service.status = status
    writes(running)
    rounds.work(clock.now())
    assert PushSubscription.objects.get().dropped_at is None
    assert len(service.requests) == len(mail.outbox) == 1


def test_falls_back_to_e_mail_when_the_service_cannot_be_reached(running, service, monkeypatch):
    monkeypatch.setattr(push, "PORT", 1)
    takes_part(running, service, Browser())
    writes(running)
    assert rounds.work(clock.now()) == 1
    assert Notice.objects.get().outcome == "e-mail"


def test_goes_to_each_browser_of_the_patient(running, service):
    first, second = Browser(), Browser()
    takes_part(running, service, first)
    takes_part(running, service, second, "/two")
    writes(running)
    rounds.work(clock.now())
    opened = {request.path: request.body for request in service.requests}
    assert first.opens(opened["/one"]) == second.opens(opened["/two"])


def kept(running, service, path="/two", **changes):
    """A row that no form lets in today."""
    row = {"endpoint": f"{service.url}{path}", "made_at": clock.now(), **Browser().keys, **changes}
    return PushSubscription.objects.create(user=running.patient.user, **row)


@pytest.mark.parametrize(
    "row",
    [
        {"p256dh": "AAAA"},
        {"p256dh": "ä"},
        {"auth": ""},
        {"endpoint": "https://:p@localhost/x"},
        {"endpoint": "https://..localhost/x"},
        {"endpoint": "https://" + "a" * 70 + ".localhost/x"},
        {"endpoint": "https://löcalhost/x"},
        {"endpoint": "https://localhost:22/x"},
        {"endpoint": "https://localhost/a b"},
    ],
)
def test_drops_a_browser_that_cannot_be_asked_and_goes_to_the_others(running, service, settings, row):
    settings.PUSH_HOSTS = ("localhost", "*.localhost")
    takes_part(running, service, Browser())
    bad = kept(running, service, **row)
    writes(running)
    assert rounds.work(clock.now()) == 1
    assert [request.path for request in service.requests] == ["/one"]
    bad.refresh_from_db()
    assert bad.dropped_at


@pytest.mark.parametrize("where", ["connect", "request", "getresponse"])
def test_goes_to_the_others_whatever_one_raises(running, service, monkeypatch, caplog, where):
    takes_part(running, service, Browser())
    kept(running, service)
    act, first = getattr(http.client.HTTPSConnection, where), []

    def raises(line, *words):
        if not first:
            first.append(line)
            raise UnicodeError("secret")
        return act(line, *words)

    monkeypatch.setattr(http.client.HTTPSConnection, where, raises)
    writes(running)
    assert rounds.work(clock.now()) == 1
    assert Notice.objects.get().outcome == "push"
    assert "UnicodeError" in caplog.text
    assert "secret" not in caplog.text


def test_keeps_the_five_browsers_that_came_last(running, service):
    for number in range(7):
        takes_part(running, service, Browser(), f"/{number}")
    taking_part = PushSubscription.objects.filter(dropped_at=None)
    assert {browser.endpoint[-2:] for browser in taking_part} == {"/2", "/3", "/4", "/5", "/6"}
    PushSubscription.objects.update(dropped_at=None)
    writes(running)
    rounds.work(clock.now())
    assert len(service.requests) == 5


# The life of a browser ------------------------------------------------------------------------------------------------


def says_again(client, endpoint, browser, **more):
    return client.post(reverse("renew-push"), {"endpoint": endpoint, **browser.keys, **more}).json()["on"]


def taking_part(running):
    return set(running.patient.user.push_subscriptions.filter(dropped_at=None).values_list("endpoint", flat=True))


FIRST, SECOND = "https://fcm.googleapis.com/one", "https://fcm.googleapis.com/two"


@pytest.fixture
def phone(client, running):
    """A client of the patient, and the browser that takes part as `FIRST`."""
    client.force_login(running.patient.user)
    browser = Browser()
    client.post(reverse("subscribe-push"), {"endpoint": FIRST, **browser.keys})
    return client, browser


def test_goes_on_under_a_new_address_and_with_new_keys(phone, running):
    client, browser = phone
    assert says_again(client, FIRST, browser)
    other = Browser()
    assert says_again(client, FIRST, other)
    assert PushSubscription.objects.get().auth == other.keys["auth"]
    assert says_again(client, SECOND, other, old=FIRST)
    assert taking_part(running) == {SECOND}


@pytest.mark.parametrize("ends", ["stopped", "left", "gone"])
def test_takes_part_again_only_when_it_is_turned_on(phone, running, ends):
    client, browser = phone
    if ends == "stopped":
        client.post(reverse("stop-push"))
    elif ends == "left":
        client.post(reverse("leave-push"), {"endpoint": FIRST})
    else:
        services.remind.drop_subscription(PushSubscription.objects.get(), clock.now())
    assert not says_again(client, FIRST, browser)
    assert taking_part(running) == set()
    client.post(reverse("subscribe-push"), {"endpoint": FIRST, **browser.keys})
    assert says_again(client, FIRST, browser)


def test_takes_no_browser_of_somebody_else(phone, running, client):
    other = make.assignment(make.patient(name="Zoe Adamou"), days=5).patient.user
    make.reminded(other.patient, by_push=True)
    client.force_login(other)
    assert not says_again(client, FIRST, Browser())
    client.post(reverse("leave-push"), {"endpoint": FIRST})
    assert taking_part(running) == {FIRST}


@pytest.mark.parametrize("endpoint", ["https://localhost/admin/", "x" * 501, ""])
def test_takes_no_address_at_a_visit_that_may_not_be_asked(phone, endpoint):
    client, browser = phone
    assert not says_again(client, endpoint, browser)
    assert PushSubscription.objects.count() == 1


def test_tells_on_today_that_notifications_have_stopped_until_they_are_on_again(phone, running):
    client, browser = phone
    said = "Notifications on this phone have stopped."
    assert said not in client.get(reverse("today")).content.decode()
    services.remind.drop_subscription(PushSubscription.objects.get(), clock.now())
    assert said in client.get(reverse("today")).content.decode()
    client.post(reverse("subscribe-push"), {"endpoint": SECOND, **browser.keys})
    assert said not in client.get(reverse("today")).content.decode()
    client.post(reverse("stop-push"))
    assert said not in client.get(reverse("today")).content.decode()


def test_says_nothing_of_a_phone_that_was_signed_out(phone):
    client, _browser = phone
    client.post(reverse("leave-push"), {"endpoint": FIRST})
    assert "have stopped" not in client.get(reverse("today")).content.decode()


@pytest.mark.parametrize("by_email", [True, False])
def test_writes_e_mails_in_place_of_a_browser_that_is_gone_to_who_agreed_to_them(by_email, running, service):
    takes_part(running, service, Browser())
    make.reminded(running.patient, by_email=by_email)
    service.status = 410
    for _message in range(2):
        services.mark_seen(running.patient, by=running.patient.user, now=clock.now())
        writes(running)
        rounds.work(clock.now())
    assert len(mail.outbox) == 2 * by_email
    assert set(Notice.objects.values_list("outcome", flat=True)) == {"e-mail" if by_email else "no way to reach"}


# Where it may go ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://wns2-par02p.notify.windows.com/w/?token=abc",
        "https://fcm.googleapis.com:443/x",
    ],
)
def test_knows_the_push_services(endpoint):
    assert is_allowed(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/admin/",
        "https://fcm.googleapis.com.example.org/x",
        "https://example.org/fcm.googleapis.com",
        "https://fcm.googleapis.com@example.org/x",
        "https://example.org#fcm.googleapis.com",
        "https://evilnotify.windows.com/x",
        "https://notify.windows.com.example.org/x",
        "https://fcm.googleapis.com:port/x",
        "https://fcm.googleapis.com:22/x",
        "https://fcm.googleapis.com:8443/x",
        "https://:p@fcm.googleapis.com/x",
        "https://" + "a" * 70 + ".notify.windows.com/x",
        "https://fcm.googleapis.com:22",
        "fcm.googleapis.com:22",
        "https://ｆcm.googleapis.com/x",
        "https://@fcm.googleapis.com/x",
        "https://..notify.windows.com/x",
        "https://a..notify.windows.com/x",
        "https://" + "a" * 64 + ".notify.windows.com/x",
        "https://" + "a." * 120 + "notify.windows.com/x",
        "https://-.notify.windows.com/x",
        "https://ä.notify.windows.com/x",
        "https://[::1].notify.windows.com/x",
        "https://fcm.googleapis.com/a b",
        "https://fcm.googleapis.com/x\r\nHost: example.org",
        "javascript:alert(1)",
        "",
    ],
)
def test_goes_nowhere_else(client, running, endpoint):
    assert not is_allowed(endpoint)
    client.force_login(running.patient.user)
    answer = client.post(reverse("subscribe-push"), {"endpoint": endpoint, **Browser().keys})
    assert answer.status_code == 422
    assert not PushSubscription.objects.exists()


def test_asks_no_service_that_is_no_longer_allowed(running, service, settings):
    takes_part(running, service, Browser())
    settings.PUSH_HOSTS = ("fcm.googleapis.com",)
    writes(running)
    rounds.work(clock.now())
    assert service.requests == []
    assert PushSubscription.objects.get().dropped_at


@pytest.mark.parametrize("keys", [{"p256dh": "AAAA"}, {"auth": "AAAA"}, {"p256dh": "B" * 87}, {"auth": "ä"}])
def test_refuses_keys_that_cannot_be_sealed_for(client, running, keys):
    client.force_login(running.patient.user)
    sent = {"endpoint": "https://fcm.googleapis.com/x", **Browser().keys, **keys}
    assert client.post(reverse("subscribe-push"), sent).status_code == 422


def test_turns_on_and_off_for_the_patient(client, running):
    client.force_login(running.patient.user)
    sent = {"endpoint": "https://fcm.googleapis.com/x", **Browser().keys}
    assert client.post(reverse("subscribe-push"), sent).status_code == 200
    assert client.post(reverse("subscribe-push"), sent).status_code == 200
    assert PushSubscription.objects.get().dropped_at is None
    assert "They are on, on 1 phone" in client.get(reverse("reminders")).content.decode()
    client.post(reverse("stop-push"))
    assert PushSubscription.objects.get().dropped_at
    assert not running.patient.user.reminders.by_push


def test_reads_a_key_as_it_was_always_written(settings):
    """RFC 8291, appendix A, has the pair."""
    settings.PUSH_PRIVATE_KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
    assert push.public_key() == (
        "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
    )


def test_makes_a_key_that_can_be_used(capsys, settings):
    call_command("make_push_keys")
    line, public = capsys.readouterr().out.splitlines()
    settings.PUSH_PRIVATE_KEY = line.removeprefix("PUSH_PRIVATE_KEY=")
    assert public == f"# public: {push.public_key()}"


def test_is_off_without_a_key(client, running, settings):
    settings.PUSH_PRIVATE_KEY = ""
    client.force_login(running.patient.user)
    assert "Your clinic has not set this up." in client.get(reverse("reminders")).content.decode()
    sent = {"endpoint": "https://fcm.googleapis.com/x", **Browser().keys}
    assert client.post(reverse("subscribe-push"), sent).status_code == 422


def test_asks_an_address_that_is_made_anew():
    address = address_of("https://FCM.googleapis.com:443?a=b#part")
    assert (address.host, address.path, address.origin) == (
        "fcm.googleapis.com",
        "/?a=b",
        "https://fcm.googleapis.com",
    )
