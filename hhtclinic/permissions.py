"""What a browser lets pages of this site ask of a device. No page needs more, and a script that got in gets no more."""

OURS = ("autoplay", "fullscreen", "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock")
NOBODYS = (
    *(
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "idle-detection",
    ),
    *("local-fonts", "magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"),
)
POLICY = ", ".join([*(f"{name}=(self)" for name in OURS), *(f"{name}=()" for name in NOBODYS)])


def framed_by_nobody(headers, path, url):
    """For static files, which are answered before the policy of pages is written."""
    headers["Content-Security-Policy"] = "frame-ancestors 'none'"


class PermissionsPolicyMiddleware:
    """Tones and a screen that stays on for the guided session, passkeys for signing in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response["Permissions-Policy"] = POLICY
        return response
