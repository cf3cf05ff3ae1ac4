"""What holds on every page: nothing for axe, one h1, no scrolling sideways, targets that a finger meets, and room for
everything on a small, low or wide screen and at twice the size of text."""

from pathlib import Path

from tests.browser.axe import violations_in_both_schemes

TARGETS = (Path(__file__).parent / "targets.js").read_text(encoding="utf-8")
LARGE = (Path(__file__).parent / "large.js").read_text(encoding="utf-8")
SIZE_OF_TEXT = "size => { document.documentElement.style.fontSize = size; }"
WIDER_THAN_THE_PAGE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => one.outerHTML.slice(0, 120)).concat("the page itself").slice(0, 3)"""

PHONE_SIZE = {"width": 390, "height": 844}
DESK_SIZE = {"width": 1280, "height": 800}

PHONES = (
    (360, 640, "100%"),
    (360, 640, "200%"),
    (390, 844, "200%"),
    (844, 390, "100%"),
    (844, 390, "200%"),
)
DESKS = (
    (820, 1180, "200%"),
    (1280, 800, "200%"),
)


class Rules:
    """The rules of a kind of page: the narrowest width it must fit (px), the least size of a control (px), and the
    sizes of screen and text at which everything has room."""

    def __init__(self, narrowest, least_control, has_room_at):
        self.narrowest, self.least_control, self.has_room_at = narrowest, least_control, has_room_at

    def faults(self, page):
        """A line for everything that is wrong with `page`, at both sizes and in both colour schemes."""
        found = [f"{page.locator('h1').count()} h1, not 1"] if page.locator("h1").count() != 1 else []
        for name, size in (("phone", PHONE_SIZE), ("desk", DESK_SIZE)):
            page.set_viewport_size(size)
            found += [f"{name}, {line}" for line in violations_in_both_schemes(page) + self.small_targets(page)]
        found += self.without_room(page)
        page.set_viewport_size({**PHONE_SIZE, "width": self.narrowest})
        return found + [f"wider than {self.narrowest} px: {line}" for line in page.evaluate(WIDER_THAN_THE_PAGE)]

    def small_targets(self, page):
        return page.evaluate(TARGETS, {"least": 24, "leastControl": self.least_control})

    def without_room(self, page):
        found = []
        for width, height, text in self.has_room_at:
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(SIZE_OF_TEXT, text)
            found += [f"{width} × {height}, text {text}, {line}" for line in page.evaluate(LARGE)]
        page.evaluate(SIZE_OF_TEXT, "")
        return found


ON_THE_PHONE = Rules(narrowest=320, least_control=44, has_room_at=PHONES)
AT_THE_DESK = Rules(narrowest=390, least_control=24, has_room_at=DESKS)
