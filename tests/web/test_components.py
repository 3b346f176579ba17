"""The page of components is what the templates make, is for everybody, and looks as it looked.

Where a look was changed on purpose, `make components` writes the page again, and
`GENDAN_RETAKE=1 pytest tests/web/test_components.py` takes the screenshots again: look at them before they are kept.
"""

import base64
import os
from pathlib import Path

import django
import pytest

from tests.web.components.render import PAGES, rendered
from tests.web.test_every_page import violations

KEPT = Path(__file__).with_name("screenshots")
LOOKS = (("zh-hans", "light"), ("en", "dark"))
DIFFERENCE = 18
"""How far, of 255, a component's picture may lie from how it was: other fonts lie within, another look not."""

SHEET = """async (shots) => {
    const across = 6, wide = 150, high = 100, sheet = document.createElement("canvas");
    sheet.width = across * wide;
    sheet.height = Math.ceil(shots.length / across) * high;
    const drawn = sheet.getContext("2d");
    for (const [place, shot] of shots.entries()) {
        const image = new Image();
        image.src = "data:image/png;base64," + shot;
        await image.decode();
        drawn.drawImage(image, (place % across) * wide, Math.floor(place / across) * high, wide, high);
    }
    return sheet.toDataURL("image/png").split(",")[1];
}"""
"""One picture of all: each in a cell of the same size, however high its text makes it."""

APART = """async ([before, after]) => {
    const cells = await Promise.all([before, after].map(async (one) => {
        const image = new Image();
        image.src = "data:image/png;base64," + one;
        await image.decode();
        const small = document.createElement("canvas");
        small.width = image.width / 25;
        small.height = image.height / 25;
        const drawn = small.getContext("2d");
        drawn.imageSmoothingQuality = "high";
        drawn.drawImage(image, 0, 0, small.width, small.height);
        return drawn.getImageData(0, 0, small.width, small.height);
    }));
    const [was, is] = cells, apart = {};
    if (was.width !== is.width || was.height !== is.height) return null;
    for (let at = 0; at < was.data.length; at += 4) {
        const x = (at / 4) % was.width, y = Math.floor(at / 4 / was.width);
        const place = Math.floor(x / 6) + 6 * Math.floor(y / 4);
        const far = Math.max(...[0, 1, 2].map((color) => Math.abs(was.data[at + color] - is.data[at + color])));
        (apart[place] ??= []).push(far);
    }
    return Object.values(apart).map((all) => all.reduce((sum, one) => sum + one) / all.length);
}"""
"""By component, how far the two pictures lie from each other on the average of 6 by 4 parts of it."""


@pytest.fixture(scope="module", autouse=True)
def _django():
    django.setup()


@pytest.mark.parametrize("language", PAGES)
def test_the_page_is_what_the_templates_make(language):
    assert PAGES[language].read_text("utf-8") == rendered(language), "make components"


@pytest.fixture(params=LOOKS, ids=lambda look: look[1])
def page(request, browser):
    """The page from the checkout, in one language and light, without a server."""
    language, theme = request.param
    opened = browser.new_page(viewport={"width": 1100, "height": 800})
    opened.goto(f"{PAGES[language].as_uri()}?theme={theme}")
    opened.emulate_media(reduced_motion="reduce")
    yield opened
    opened.close()


def picture(page) -> str:
    shots = [base64.b64encode(each.screenshot()).decode() for each in page.locator(".shown > section").all()]
    return page.evaluate(SHEET, shots)


def test_it_is_for_everybody_and_looks_as_it_looked(page):
    assert violations(page) == []
    kept = KEPT / f"components-{page.evaluate('document.documentElement.dataset.theme')}.png"
    now = picture(page)
    if os.environ.get("GENDAN_RETAKE") == "1":
        kept.write_bytes(base64.b64decode(now))
    before = base64.b64encode(kept.read_bytes()).decode()
    names = page.evaluate("[...document.querySelectorAll('.shown > section')].map((one) => one.id)")
    apart = page.evaluate(APART, [before, now])
    assert apart is not None, "there are more or fewer components than in the screenshot"
    changed = {name: round(far) for name, far in zip(names, apart, strict=False) if far > DIFFERENCE}
    assert changed == {}
    page.add_style_tag(content=".button { background: #d01010 !important; height: 60px }")
    apart = page.evaluate(APART, [before, picture(page)])
    assert apart[names.index("buttons")] > DIFFERENCE, "another look is not noticed"
