"""What the forms of feedback ask, read into what verbs take."""

from datetime import date, timedelta

from hoanhap.base import ids, text
from hoanhap.feedback import rules
from hoanhap.feedback.rules import BY_PHONE, Aid, Answering, Given, Outcome, Reply
from hoanhap.web.forms import N_, Form

LONGEST_KEY = 64
LONGEST_HARD, LONGEST_ANSWER = 2000, 1000
LATEST_FIX = timedelta(days=730)


def given(form: Form, *, page: str) -> Given | None:
    """What somebody found hard on a page; None, with faults noted on the form, when something is missing."""
    _ = form.translate
    hard = form.text("hard", most=LONGEST_HARD, wrong=_(N_("Viết ngắn hơn, nhiều nhất 2.000 chữ cái.")))
    if not hard:
        form.wrong("hard", _(N_("Viết điều quý vị thấy khó dùng.")))
    aids = rules.told_aids(each for each in Aid if form.value(f"aid-{each}") == "yes")
    reply = form.choice("reply", list(Reply), missing=_(N_("Chọn cách chúng tôi trả lời.")))
    phone = form.phone("phone") if reply in BY_PHONE else ""
    full_name = text.tidy(form.value("full_name"))
    if len(full_name) > text.LONGEST_NAME:
        form.wrong("full_name", _(N_("Nhập tên ngắn hơn, nhiều nhất 200 chữ cái.")))
    if not form.ok:
        return None
    key = form.value("key")[:LONGEST_KEY] or ids.token()
    return Given(key, hard, aids, Reply(reply), phone, full_name, page)


def answering(form: Form, *, today: date) -> Answering | None:
    """An answer; None, with faults noted on the form, when something is missing."""
    _ = form.translate
    outcome = form.choice("outcome", list(Outcome), missing=_(N_("Chọn kết quả: sửa rồi, sẽ sửa, hay không sửa được.")))
    fix_by = None
    if outcome == Outcome.WILL_FIX:
        missing = _(N_("Nhập ngày sẽ sửa xong."))
        fix_by = form.date("fix_by", earliest=today, latest=today + LATEST_FIX, missing=missing)
    words = form.text("answer", most=LONGEST_ANSWER, wrong=_(N_("Viết ngắn hơn, nhiều nhất 1.000 chữ cái.")))
    if not words:
        form.wrong("answer", _(N_("Viết câu trả lời.")))
    return Answering(Outcome(outcome), words, fix_by) if form.ok else None
