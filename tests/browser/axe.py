"""axe-core on a page, in light and in dark."""

from pathlib import Path

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN = "options => axe.run(document, options)"
BRIEF = {"resultTypes": ["violations"]}  # of what passed one example a rule: to list it all takes as long again
# The schemes differ in colours alone, so the second one is asked for those: all of it takes twice as long.
OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def assert_no_violations(page, **options):
    """Fail with every violation on `page` in either colour scheme. `options` go to `axe.run`."""
    found = violations_in_both_schemes(page, **options)
    assert not found, f"{page.url}\n" + "\n".join(found)


def violations_in_both_schemes(page, **options):
    page.wait_for_load_state()  # a link was pressed: its page may have begun and have nothing in it yet
    if not page.evaluate("'axe' in window"):  # it stays until the page goes
        page.evaluate(AXE)  # not a script tag: the policy of the page would refuse it
    found = []
    for scheme, rules in (("light", {}), ("dark", OF_COLOUR)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{scheme}: {line}" for line in violations(page.evaluate(RUN, BRIEF | rules | options))]
    page.emulate_media(color_scheme="null", reduced_motion="null")
    return found


def violations(result):
    """One line for each element that breaks a rule. A run in which no rule found anything to check is a failure."""
    checked = sum(len(result[kind]) for kind in ("passes", "violations", "incomplete"))
    assert checked, "axe checked nothing"
    return [
        f"{rule['id']} ({rule['help']}): {' '.join(map(str, node['target']))} {node['html'][:200]}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
