"""What holds on every page: nothing for axe, one h1, no scrolling sideways, and targets that a finger meets."""

from pathlib import Path

from tests.browser.axe import violations_in_both_schemes

TARGETS = (Path(__file__).parent / "targets.js").read_text(encoding="utf-8")
WIDER_THAN_THE_PAGE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => one.outerHTML.slice(0, 120)).concat("the page itself").slice(0, 3)"""

PHONE_SIZE = {"width": 390, "height": 844}
DESK_SIZE = {"width": 1280, "height": 800}


class Rules:
    """The rules of a kind of page: the narrowest width it must fit (px), and the least size of a control (px)."""

    def __init__(self, narrowest, least_control):
        self.narrowest, self.least_control = narrowest, least_control

    def faults(self, page):
        """A line for everything that is wrong with `page`, at both sizes and in both colour schemes."""
        found = [f"{page.locator('h1').count()} h1, not 1"] if page.locator("h1").count() != 1 else []
        for name, size in (("phone", PHONE_SIZE), ("desk", DESK_SIZE)):
            page.set_viewport_size(size)
            found += [f"{name}, {line}" for line in violations_in_both_schemes(page) + self.small_targets(page)]
        page.set_viewport_size({**PHONE_SIZE, "width": self.narrowest})
        return found + [f"wider than {self.narrowest} px: {line}" for line in page.evaluate(WIDER_THAN_THE_PAGE)]

    def small_targets(self, page):
        return page.evaluate(TARGETS, {"least": 24, "leastControl": self.least_control})


ON_THE_PHONE = Rules(narrowest=320, least_control=44)
AT_THE_DESK = Rules(narrowest=390, least_control=24)
