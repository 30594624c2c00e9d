"""Which page of ours an address leads to."""

import pytest

from hoanhap.web.addresses import page_at

PAGES = {
    "/": "home",
    "/services": "services",
    "/services/{slug:str}": "service",
    "/services/{slug:str}/times": "times",
    "/help/callback": "ask",
    "/help/{page:str}": "other",
}


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/", "home"),
        ("/services", "services"),
        ("/services/xe-dua-don", "service"),
        ("/services/xe-dua-don/times", "times"),
        ("/services/", None),
        ("/services/x/y/z", None),
        ("/help/callback", "ask"),
        ("/help/else", "other"),
        ("", None),
        ("/{slug:str}", None),
    ],
)
def test_an_address_leads_to_its_page(path: str, page: str | None) -> None:
    assert page_at(path, PAGES) == page
