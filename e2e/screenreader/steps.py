"""The sentences that spoken stories are told in."""

from e2e import given
from e2e.screenreader.listener import Heard, Listener

ERROR = "Lỗi:"
ARRIVED = "Hoàn tất nạp"
"""What Orca says when a page is there, before its title."""


def given_somebody_signed_in(listener: Listener, phone: str, path: str) -> Heard:
    """They are signed in as the person with this phone, and hear a page of theirs."""
    page = listener.page
    page.goto(f"{listener.url}/sign-in?next={path}")
    page.fill("#phone", phone)
    page.click("main form button[type=submit]")
    page.fill("#code", given.code_sent_to(listener.page.request, listener.url, phone))
    page.click("main form button[type=submit]")
    return listener.opens(path)


def when_they_enter_the_code(listener: Listener, phone: str, nth: int = 1) -> Heard:
    """They read the message on their phone, type the code, and hear what comes of it."""
    listener.next("field")
    listener.types(given.code_sent_to(listener.page.request, listener.url, phone, nth))
    return listener.follows()


def then_the_page_is(heard: Heard, title: str) -> None:
    """The title was said when the page was there, and nothing of the page a second time."""
    heard.once(f"{ARRIVED} {title}")


def then_the_errors_are_told(listener: Listener, heard: Heard, *errors: str) -> None:
    """The title begins with "Lỗi:", and then each error is said once, in order."""
    assert f"{ARRIVED} {ERROR} " in heard, heard
    heard.once(*errors)
    assert listener.page.locator(".error-summary:focus").count()
