import pytest

from tests import make
from tests.browser.conftest import PHONE
from tests.browser.doors import let_in

OUT = "/tmp/scratch/guide"

@pytest.mark.parametrize("stage", [1, 2, 3])
def test_shots(open_page, live_server, stage):
    mine = make.assignment(days=3, stage=stage)
    for scheme in ("light", "dark"):
        for width, height in ((390, 844), (320, 568)):
            phone = open_page(**{**PHONE, "viewport": {"width": width, "height": height}}, color_scheme=scheme)
            let_in(phone, mine.patient.user, live_server.url)
            phone.clock.install()
            shot = lambda what: phone.screenshot(path=f"{OUT}/{stage}-{scheme}-{width}-{what}.png")
            if stage == 2: phone.goto("/today/"); phone.screenshot(path=f"{OUT}/{stage}-{scheme}-{width}-today.png", full_page=True)
            phone.goto("/guide/")
            shot("1-intro")
            phone.get_by_role("button", name="Start", exact=True).click()
            phone.clock.run_for(2000); shot("2-ready")
            if stage == 3:
                for _ in range(7): phone.locator("#guide-count").click()
                shot("3-work")
                phone.get_by_role("button", name="Finish with 7").click()
                phone.clock.run_for(3000); shot("4-rest")
            else:
                phone.clock.run_for(3000 + 3 * 30000 + 3000); shot("3-work")
                phone.clock.run_for(9000); shot("4-rest")
                phone.get_by_role("button", name="Pause").click(); shot("5-pause")
                phone.get_by_role("button", name="Go on").click()
                phone.clock.fast_forward(60000); phone.clock.run_for(1000); shot("6-unseen")
                phone.clock.run_for(700000); shot("7-over")
            phone.context.close()
