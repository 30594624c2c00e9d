"""The checks every page is put through: each leaves a good page alone and catches its broken ones."""

import pytest

from hoanhap.web import security
from tests import page_checks
from tests.documents import Document
from tests.page_checks import Answer

GOOD = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kiểm tra trước khi đặt, Bước 3 trên 4, Hòa Nhập</title>
<link rel="stylesheet" href="/static/app.css">
<script type="module" src="/static/js/focus.js"></script>
</head>
<body>
<a class="skip-link" href="#main">Đến nội dung chính</a>
<header><a href="/">Hòa Nhập</a>
<nav aria-label="Công cụ"><ul>
<li><a href="/help">Trợ giúp</a></li><li><a href="/x" lang="en">English</a></li></ul></nav>
</header>
<main id="main" tabindex="-1">
<h1>Kiểm tra trước khi đặt</h1>
<p>Gọi <a href="tel:19000000">19 00 00 00</a>, lúc 8 giờ 30 phút.<svg aria-hidden="true"><path d="M0 0"/></svg></p>
<img src="/static/x.png" alt="">
<h2>Ai đến?</h2>
<form method="post" novalidate>
<label for="full_name">Họ và tên</label>
<p class="hint" id="full_name-hint">Tên đầy đủ.</p>
<input id="full_name" name="full_name" type="text" value="" autocomplete="name" aria-describedby="full_name-hint">
<fieldset><legend>Buổi sáng</legend>
<label for="slot"><input id="slot" name="slot" type="radio" value="1">8 giờ</label>
</fieldset>
<button type="submit">Đặt lịch</button>
</form>
</main>
<footer><p>Tây Ninh</p></footer>
</body>
</html>
"""

FIRST, SECOND = (
    '<li><a href="#full_name">Nhập họ và tên.</a></li>',
    '<li><a href="#slot">Chọn một giờ.</a></li>',
)
SUMMARY = f"""<div class="error-summary"><h2>Cần sửa</h2><ul>{FIRST}{SECOND}</ul></div>
<h1>"""
LEGEND = "<legend>Buổi sáng</legend>"
NOT_CHOSEN = f"""{LEGEND}<p class="error-message" id="slot-error"><span>Lỗi: Chọn một giờ.</span></p>"""
MESSAGE = """<p class="error-message" id="full_name-error"><span>Lỗi: Nhập họ và tên.</span></p>
<input id="full_name" aria-invalid="true" """
WRONG = (
    GOOD.replace("<title>", "<title>Lỗi: ")
    .replace("<h1>", SUMMARY)
    .replace('<input id="full_name"', MESSAGE)
    .replace('describedby="full_name-hint"', 'describedby="full_name-hint full_name-error"')
    .replace(f"<fieldset>{LEGEND}", f'<fieldset aria-describedby="slot-error">{NOT_CHOSEN}')
)
"""The same page with two errors."""

ENGLISH = """<!doctype html>
<html lang="en"><head><title>Help, Hòa Nhập</title></head>
<body><a href="#main">Skip to main content</a><header>Hòa Nhập <span lang="vi">Xin chào</span></header>
<main id="main"><h1>Help</h1><p>Call <a href="tel:1900">us</a> or read <a href="/help">our help</a>.</p></main>
<footer></footer></body></html>
"""

PROTECTED = {name.decode(): value.decode() for name, value in security.HEADERS} | {
    "cache-control": "no-store",
    "content-type": "text/html; charset=utf-8",
}

BROKEN: dict[str, list[tuple[str, str]]] = {
    "html_is_valid": [
        ("<!doctype html>\n", ""),
        ("</main>", ""),
        ("</h2>", "</h3>"),
        ('type="text"', 'type="text" type="tel"'),
        ('alt="">', 'alt="" />'),
        ("<li><a href", "<a href"),
        ("</ul>", "<p>Trợ giúp</p></ul>"),
        ('<a href="/">', '<a href="/"><button type="submit">Mở</button>'),
        ("Tên đầy đủ.", "<div>Tên đầy đủ.</div>"),
    ],
    "there_is_one_heading_of_all": [
        ("<h1>", "<h1>Một</h1><h1>"),
        ("<h1>Kiểm tra trước khi đặt</h1>", ""),
        ("<h1>Kiểm tra trước khi đặt</h1>", "<h1></h1>"),
    ],
    "title_says_what_the_page_is": [
        ("<title>Kiểm tra trước khi đặt", "<title>Trang"),
        (", Hòa Nhập</title>", "</title>"),
        ("<title>", "<title>Lỗi: "),
        ("<h2>Ai đến?</h2>", '<div class="notification-success"><div><h2>Đã lưu</h2></div></div>'),
    ],
    "language_is_said": [('lang="vi"', 'lang="en"'), (' lang="vi"', ""), ("<h2>", '<h2 lang="xx">')],
    "ids_are_unique": [("<h2>", '<h2 id="slot">'), ("<h2>", '<h2 id="">')],
    "references_lead_somewhere": [
        ('id="full_name-hint"', 'id="hint"'),
        ('for="slot"', 'for="slots"'),
        ('href="#main"', 'href="#content"'),
        ("<h2>", '<h2 aria-labelledby="nothing">'),
    ],
    "controls_are_labelled": [
        ('<label for="full_name">Họ và tên</label>', ""),
        ('<label for="full_name">Họ và tên</label>', '<label for="full_name"></label>'),
        ("<h2>", '<label for="full_name">Tên</label><h2>'),
        ("<h2>", "<label>Tên</label><h2>"),
        ('autocomplete="name"', 'autocomplete="name" placeholder="Tên"'),
        (' autocomplete="name"', ""),
        ("<h2>", "<select><option>1</option></select><h2>"),
    ],
    "groups_are_named": [
        ("<legend>Buổi sáng</legend>", ""),
        ("<legend>Buổi sáng</legend>", "<legend></legend>"),
        ("<legend>Buổi sáng</legend>", "<p>Giờ</p><legend>Buổi sáng</legend>"),
        ("<fieldset><legend>Buổi sáng</legend>", "<div>"),
    ],
    "pictures_speak_or_are_silent": [(' alt=""', ""), ('<svg aria-hidden="true">', "<svg>")],
    "links_and_buttons_have_words": [
        (">Trợ giúp</a>", "></a>"),
        (">Trợ giúp</a>", ">Xem thêm</a>"),
        ("</ul>", '<li><a href="/hotline">Trợ giúp</a></li></ul>'),
        ("</ul>", '<li><a href="">Đi tiếp</a></li></ul>'),
        (' type="submit"', ""),
        (">Đặt lịch</button>", '><svg aria-hidden="true"></svg></button>'),
    ],
    "forms_can_be_sent": [
        (' method="post"', ""),
        ('<button type="submit">Đặt lịch</button>', ""),
        ("<fieldset>", '<input type="hidden" name="form_token" value="x"><fieldset>'),
        ('method="post" novalidate>', 'method="get"><input type="hidden" name="form_token" value="x">'),
    ],
    "nothing_is_inline": [
        ("<h2>", '<h2 style="color:red">'),
        ("<h2>", '<h2 onclick="x()">'),
        ("<h2>", '<h2 hx-on:click="x()">'),
        ("</head>", "<style>p{}</style></head>"),
        ("</head>", "<script>x()</script></head>"),
        ('src="/static/js', 'src="https://cdn.example/js'),
        ('href="/x"', 'href="javascript:x()"'),
        ('href="/x"', 'href="//evil.example/"'),
        ('href="/x"', 'href="https://evil.example/"'),
    ],
    "nobody_is_surprised": [
        ('href="/x"', 'href="/x" target="_blank"'),
        ('href="/x"', 'href="/x" title="Mở"'),
        ('href="/x"', 'href="/x" accesskey="x"'),
        ('href="/x"', 'href="/x" tabindex="3"'),
        ('type="text"', 'type="text" autofocus'),
        ("initial-scale=1", "initial-scale=1, maximum-scale=1"),
        ("initial-scale=1", "user-scalable=no"),
        ("</head>", '<meta http-equiv="refresh" content="5"></head>'),
    ],
    "landmarks_stand": [
        ("<footer><p>Tây Ninh</p></footer>", ""),
        ("<h1>", "<header></header><h1>"),
        ('<a class="skip-link" href="#main">Đến nội dung chính</a>', ""),
        ("<body>", '<body><a href="/a">Đi</a>'),
        (' aria-label="Công cụ"', ""),
        ("<h1>", '<nav aria-label="Công cụ"></nav><h1>'),
        ('href="/help"', 'href="/giup"'),
        ('href="tel:19000000"', 'href="/goi"'),
    ],
    "headings_do_not_skip": [
        ("<h2>Ai đến?</h2>", "<h3>Ai đến?</h3>"),
        ("<h1>", "<h2>Trước</h2><h1>"),
        ("<h2>Ai đến?</h2>", "<h2>Ai đến?</h2><h2>Ai đến?</h2>"),
    ],
    "every_run_has_its_language": [
        ("Tên đầy đủ.", "Your full name."),
        ('aria-label="Công cụ"', 'aria-label="Search"'),
        ('alt=""', 'alt="The picture"'),
    ],
    "words_can_be_spoken": [
        ("8 giờ 30 phút", "8h30"),
        ("<title>Kiểm tra trước khi đặt", "<title>Kiểm tra trước khi đặt – 8h30"),
        ('alt=""', 'alt="Hẹn 25/11"'),
        ('aria-label="Công cụ"', 'aria-label="TP Tân An"'),
    ],
}

BROKEN_WITH_ERRORS = [
    ('<div class="error-summary">', "<div>"),
    ("<span>Lỗi: Nhập họ và tên.</span>", "<span>Lỗi: Sai.</span>"),
    ('<a href="#full_name">', '<a href="#full_name-error">'),
    (' full_name-error"', '"'),
    (' aria-invalid="true"', ""),
    (FIRST, ""),
    (FIRST + SECOND, SECOND + FIRST),
    ('<p class="error-message" id="full_name-error"><span>Lỗi: Nhập họ và tên.</span></p>', ""),
    ("Cần sửa</h2><ul>", 'Cần sửa</h2><ul><li><a href="#slot">Chọn một giờ.</a></li>'),
]

BROKEN_IN_ENGLISH = [
    ("<h1>Help</h1>", "<h1>Help</h1><p>Trợ giúp</p>"),
    (' lang="vi"', ""),
    ("our help", "hướng dẫn"),
    ('<main id="main">', '<main id="main" aria-label="Nội dung">'),
]


def answer(html: str, **different: object) -> Answer:
    """A page as the browser gets it."""
    values = {"status": 200, "headers": PROTECTED, "language": "vi", "said_where_from": True} | different
    return Answer(document=Document(html), path="/", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "good",
    [answer(GOOD), answer(WRONG, status=422), answer(ENGLISH, language="en")],
    ids=["plain", "with an error", "English"],
)
def test_a_good_page_is_left_alone(good: Answer) -> None:
    assert page_checks.faults(good) == []


@pytest.mark.parametrize(
    ("check", "old", "new"), [(check, old, new) for check, changes in BROKEN.items() for old, new in changes]
)
def test_a_broken_page_is_caught(check: str, old: str, new: str) -> None:
    broken = GOOD.replace(old, new, 1)

    assert broken != GOOD
    assert _caught(check, answer(broken))


@pytest.mark.parametrize(("old", "new"), BROKEN_WITH_ERRORS)
def test_an_error_that_is_not_tied_to_its_field_is_caught(old: str, new: str) -> None:
    broken = WRONG.replace(old, new, 1)

    assert broken != WRONG
    assert _caught("errors_are_tied_to_their_fields", answer(broken, status=422))


@pytest.mark.parametrize(("old", "new"), BROKEN_IN_ENGLISH)
def test_vietnamese_in_an_english_page_is_caught(old: str, new: str) -> None:
    broken = ENGLISH.replace(old, new, 1)

    assert broken != ENGLISH
    assert _caught("every_run_has_its_language", answer(broken, language="en"))


def test_an_error_without_the_word_in_the_title_is_caught() -> None:
    assert _caught("title_says_what_the_page_is", answer(WRONG.replace("Lỗi: Kiểm", "Kiểm"), status=422))


def test_a_form_without_its_token_is_caught_when_the_browser_kept_silent() -> None:
    assert _caught("forms_can_be_sent", answer(GOOD, said_where_from=False))


@pytest.mark.parametrize("missing", PROTECTED)
def test_a_missing_header_is_caught(missing: str) -> None:
    headers = {name: value for name, value in PROTECTED.items() if name != missing}

    assert _caught("answer_is_protected", answer(GOOD, headers=headers))


def test_a_missing_promise_of_https_is_caught() -> None:
    assert _caught("answer_is_protected", answer(GOOD, is_https=True))


def test_a_server_that_names_itself_is_caught() -> None:
    assert _caught("answer_is_protected", answer(GOOD, headers=PROTECTED | {"server": "nginx"}))


def test_what_people_typed_is_not_read_by_the_linter() -> None:
    typed = GOOD.replace("Tên đầy đủ.", "NGUYỄN VĂN A - 8h30")

    assert page_checks.faults(answer(typed, typed=frozenset({"NGUYỄN VĂN A - 8h30"}))) == []


def test_every_check_has_a_page_that_it_catches() -> None:
    elsewhere = {"errors_are_tied_to_their_fields", "answer_is_protected", "words_are_heard_as_meant"}

    assert {check.__name__ for check in page_checks.CHECKS} == set(BROKEN) | elsewhere


def _caught(check: str, broken: Answer) -> bool:
    return any(fault.startswith(f"{check}: ") for fault in page_checks.faults(broken))
