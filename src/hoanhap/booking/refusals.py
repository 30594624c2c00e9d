"""Every no of this room: a fact, a sentence that says what to do, and where it helps, the nearest yes."""

from collections.abc import Sequence
from urllib.parse import urlencode

from typing_extensions import override

from hoanhap.base.errors import N_, Missing, Refusal, WayOn
from hoanhap.booking.rules import WhyNot
from hoanhap.catalogue import Lacking, OfferingView, Party
from hoanhap.schedule import Start


def in_address(party: Party) -> dict[str, int]:
    """A party as addresses say it."""
    extra = {"extra": party.extra_minutes} if party.extra_minutes else {}
    return {"people": party.people, "wheelchairs": party.wheelchairs} | extra


def times_of(offering: OfferingView, party: Party) -> str:
    """The address of the days of an offering, for a party."""
    return f"/services/{offering.service_slug}/times?{urlencode({'place': offering.id} | in_address(party))}"


class NotFree(Refusal):
    """A start cannot be had; the refusal carries the nearest ones that can, and what was chosen so far.

    `reference` is the booking that wanted it, where there is one. It may be booked still: at its earlier time, or
    displaced, which has none.
    """

    template = "booking/not_free.html"
    fact = ""
    why: WhyNot

    def __init__(
        self,
        journey: str,
        offering: OfferingView,
        party: Party,
        nearest: list[Start],
        *,
        reference: str | None = None,
        is_booked: bool = False,
        is_displaced: bool = False,
    ) -> None:
        super().__init__(self.heading)
        self.journey, self.offering, self.party, self.nearest = journey, offering, party, nearest
        self.reference, self.is_booked, self.is_displaced = reference, is_booked, is_displaced

    @property
    def slug(self) -> str:
        """The service's part of an address."""
        return self.offering.service_slug

    @property
    def address(self) -> str:
        """Where another time can be chosen."""
        if self.is_booked:
            return f"/bookings/{self.reference}/times"
        return times_of(self.offering, self.party)

    @property
    def all_days(self) -> str:
        """The days that can still be chosen."""
        return self.address if self.is_booked else f"{self.address}&{urlencode({'journey': self.journey})}"

    @property
    def nearest_day(self) -> str:
        """The page of times that takes one of the nearest."""
        day = f"day={self.nearest[0].local_date}"
        return f"{self.all_days}{'?' if self.is_booked else '&'}{day}"


class SlotFull(NotFree):
    """Somebody else has the last places."""

    why = WhyNot.FULL
    heading = N_("Giờ này vừa hết chỗ")
    fact = N_("Người khác đã đặt chỗ cuối cùng.")
    sentence = N_("Người khác đã đặt chỗ cuối cùng. Những gì quý vị đã nhập vẫn còn. Mời quý vị chọn giờ khác.")


class NotMetThen(NotFree):
    """Nobody who can do what is needed has a place at this time; others may."""

    why = WhyNot.FULL
    heading = N_("Giờ này không có điều quý vị cần")
    fact = N_("Giờ này không còn người hoặc phòng có điều quý vị cần.")
    sentence = N_("Giờ này không còn người hoặc phòng có điều quý vị cần. Mời quý vị chọn giờ khác.")


class TooLate(NotFree):
    """The start is past, or so near that the offering takes no more bookings for it."""

    why = WhyNot.TOO_LATE
    heading = N_("Giờ này không còn đặt được")
    fact = N_("Giờ này đã qua hoặc quá gần.")
    sentence = N_("Giờ này đã qua hoặc quá gần. Những gì quý vị đã nhập vẫn còn. Mời quý vị chọn giờ khác.")


class NoSuchTime(Refusal):
    """The form names a time, a place or a party that the offering does not have."""

    heading = N_("Không tìm thấy giờ này")
    sentence = N_("Lịch có thể vừa thay đổi. Mời quý vị chọn lại giờ.")


class NotGiven(Refusal):
    """The place takes no new bookings for this service at present; those that were made count as before."""

    heading = N_("Nơi này đang tạm ngưng nhận lịch mới")
    sentence = N_("Lịch đã đặt vẫn giữ như cũ. Mời quý vị chọn nơi khác, hoặc gọi đường dây hỗ trợ.")

    def __init__(self, offering: OfferingView) -> None:
        super().__init__(self.heading)
        self.ways_on = (WayOn(N_("Chọn nơi khác"), f"/services/{offering.service_slug}#places"),)


def refuse_paused(offering: OfferingView) -> None:
    """Refuse with `NotGiven` what is paused; a draft is `Missing`, as if there were none."""
    if offering.is_draft:
        raise Missing
    if not offering.is_open:
        raise NotGiven(offering)


class NotConfirmedByPhone(Refusal):
    """A booking needs a phone that was confirmed by its code."""

    heading = N_("Cần xác nhận số điện thoại")
    sentence = N_("Mời quý vị nhập số điện thoại và mã xác nhận trước khi đặt lịch.")


class Overlapping(Refusal):
    """The person has something else at that time; they may book it all the same, knowingly."""

    template = "booking/overlapping.html"
    heading = N_("Quý vị đã có lịch hẹn khác vào giờ này")
    sentence = N_("Quý vị vẫn đặt được lịch này, hoặc chọn giờ khác.")
    go_on = N_("Vẫn đặt lịch này")
    missing: Sequence[Lacking] = ()
    """What is not there, in sentences in the reader's language."""

    def __init__(self, token: str) -> None:
        super().__init__(self.heading)
        self.token = token

    @property
    def back(self) -> str:
        """Where another time can be chosen."""
        return f"/book/{self.token}"


class NoLongerUsable(Overlapping):
    """Something that the person needs has failed since they chose; they may book it all the same, knowingly."""

    heading = N_("Nơi này vừa có thứ không dùng được")
    sentence = N_("Vào giờ này, nơi hẹn thiếu một điều quý vị cần. Quý vị vẫn đặt được, hoặc chọn giờ khác.")

    def __init__(self, token: str, missing: list[Lacking]) -> None:
        super().__init__(token)
        self.missing = missing


class NotUsableThen(Refusal):
    """At the new time something does not work that the booking needs."""

    heading = N_("Giờ đó nơi hẹn thiếu một điều quý vị cần")
    sentence = N_("Lịch hẹn vẫn như cũ. Mời quý vị chọn giờ khác.")


class OverlappingChange(Overlapping):
    """The same for what is booked and is to have another time, or its own again; the token is its reference."""

    sentence = N_("Quý vị vẫn lấy được giờ này, hoặc chọn giờ khác.")
    go_on = N_("Vẫn lấy giờ này")

    @property
    @override
    def back(self) -> str:
        """Where another time can be chosen."""
        return f"/bookings/{self.token}/times"


class PastDeadline(Refusal):
    """It can no longer be done without a call; the refusal says whom to call."""

    template = "booking/call_instead.html"

    def __init__(self, reference: str, phone: str) -> None:
        super().__init__(self.heading)
        self.reference, self.phone = reference, phone


class TooLateToCancel(PastDeadline):
    """The deadline for cancelling without a call has passed."""

    heading = N_("Đã quá giờ tự hủy lịch")
    sentence = N_("Mời quý vị gọi nơi hẹn để báo hủy.")


class TooLateToMove(PastDeadline):
    """The deadline for moving without a call has passed; the booking has its time still."""

    heading = N_("Đã quá giờ tự đổi lịch")
    sentence = N_("Lịch hẹn của quý vị vẫn giữ như cũ. Mời quý vị gọi nơi hẹn để xin đổi giờ.")


class NotCancellable(Refusal):
    """What has begun or is over cannot be cancelled."""

    heading = N_("Lịch hẹn này không hủy được nữa")
    sentence = N_("Buổi hẹn đã bắt đầu hoặc đã xong. Cần giúp, mời quý vị gọi đường dây hỗ trợ.")


class CannotBeMoved(Refusal):
    """What is cancelled, has begun or is over cannot have another time."""

    heading = N_("Lịch hẹn này không đổi được nữa")
    sentence = N_("Buổi hẹn đã hủy, đã bắt đầu hoặc đã xong. Mời quý vị đặt lịch mới.")


class NotToday(Refusal):
    """Nobody has come before the day, and nobody is missing before the hour."""

    heading = N_("Chưa tới giờ hẹn")
    sentence = N_("Chưa ghi gì. Từ sáng ngày hẹn ghi được ai đã đến, sau giờ hẹn ghi được ai không đến.")


class NotedOtherwise(Refusal):
    """Something else was noted of this booking meanwhile, or it was cancelled."""

    heading = N_("Lịch hẹn này vừa đổi khác")
    sentence = N_("Chưa ghi gì thêm. Mời quý vị xem lại lịch hẹn, rồi ghi nếu cần.")


class TooLateToUndo(Refusal):
    """What was noted on another day stays noted."""

    heading = N_("Đã qua ngày, không sửa được nữa")
    sentence = N_("Chỉ sửa được trong ngày đã ghi. Mời quý vị viết điều cần biết vào ghi chú.")
