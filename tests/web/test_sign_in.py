"""In a browser: an authenticator app is enrolled from the QR code's page, asked for at sign-in, and removed."""

from datetime import UTC, datetime

from tests.people.authenticator import code
from tests.web.conftest import PASSWORD, sign_in


def now() -> datetime:
    return datetime.now(UTC)


def test_an_app_is_enrolled_asked_for_and_removed(open_as):
    page = open_as("li")
    page.click("summary:has-text('李')")
    page.click("text=登录方式")
    page.click("a:has-text('绑定验证器')")
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    assert page.locator("img.qr").evaluate("image => image.complete && image.naturalWidth > 100")
    page.fill("#code", code(secret, now()))
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(codes) == 8
    page.click("text=已存好")

    other = open_as(None)
    other.goto("/sign-in/")
    other.fill("#username", "li")
    other.fill("#password", PASSWORD)
    other.press("#password", "Enter")
    other.wait_for_url("**/sign-in/code/**")
    other.goto("/packs/")
    assert "/sign-in/" in other.url
    other.goto("/sign-in/code/")
    other.fill("#code", "000000")
    other.press("#code", "Enter")
    other.wait_for_selector("[role=alert]")
    # The app's present code was taken by the enrolment; a recovery code stands in.
    other.fill("#code", codes[0])
    other.press("#code", "Enter")
    other.wait_for_url(lambda address: "/sign-in/" not in address)

    other.goto("/sign-in/methods/")
    assert "7" in other.locator("section", has_text="验证器").first.inner_text()
    other.fill("#password", PASSWORD)
    other.fill("#code", codes[1])
    other.click("text=解除验证器")
    other.wait_for_selector("a:has-text('绑定验证器')")
    again = open_as(None)
    sign_in(again, "li")
