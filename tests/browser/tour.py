"""A walk through pages that goes on when something is wrong, so that one run names everything."""


class Tour:
    """`with Tour(page, rules) as tour`: each page looked at is held to the rules; what broke them fails at the end."""

    def __init__(self, page, rules):
        self.page, self.rules, self.faults, self.seen = page, rules, [], 0

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if error is None:
            assert self.seen, "no page was looked at"
            assert not self.faults, "\n".join(self.faults)

    def opens(self, path):
        """Goes to an address and looks at what comes."""
        self.page.goto(path)
        self.sees(path)

    def presses(self, name, what):
        """Presses a button by its name and looks at what comes: `what` says it in a failure."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()
        self.sees(what)

    def is_refused(self, name, what):
        """The same where the page itself says what is wrong, and nothing comes."""
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.locator("#refused").wait_for()
        self.sees(what)

    def sees(self, what):
        """Looks at the page as it is."""
        self.seen += 1
        self.faults += [f"{what}: {line}" for line in self.rules.faults(self.page)]
