"""Every no of this room: a fact, a sentence that says what to do, and where it helps, the nearest yes."""

from urllib.parse import urlencode

from hoanhap.base.errors import N_, Refusal
from hoanhap.catalogue import OfferingView, Party
from hoanhap.schedule import Start


def in_address(party: Party) -> dict[str, int]:
    """A party as addresses say it."""
    extra = {"extra": party.extra_minutes} if party.extra_minutes else {}
    return {"people": party.people, "wheelchairs": party.wheelchairs} | extra


class NotFree(Refusal):
    """A start cannot be had; the refusal carries the nearest ones that can, and what was chosen so far."""

    template = "booking/not_free.html"

    def __init__(self, journey: str, offering: OfferingView, party: Party, nearest: list[Start]) -> None:
        super().__init__(self.heading)
        self.journey, self.offering, self.party, self.nearest = journey, offering, party, nearest

    @property
    def slug(self) -> str:
        """The service's part of an address."""
        return self.offering.service_slug

    @property
    def address(self) -> str:
        """Where another time can be chosen."""
        return f"/services/{self.slug}/times?{urlencode({'place': self.offering.id} | in_address(self.party))}"


class SlotFull(NotFree):
    """Somebody else has the last places."""

    heading = N_("Giờ này vừa hết chỗ")
    sentence = N_("Người khác đã đặt chỗ cuối cùng. Những gì quý vị đã nhập vẫn còn. Mời quý vị chọn giờ khác.")


class TooLate(NotFree):
    """The start is past, or so near that the offering takes no more bookings for it."""

    heading = N_("Giờ này không còn đặt được")
    sentence = N_("Giờ này đã qua hoặc quá gần. Những gì quý vị đã nhập vẫn còn. Mời quý vị chọn giờ khác.")


class NoSuchTime(Refusal):
    """The form names a time, a place or a party that the offering does not have."""

    heading = N_("Không tìm thấy giờ này")
    sentence = N_("Lịch có thể vừa thay đổi. Mời quý vị chọn lại giờ.")


class NotConfirmedByPhone(Refusal):
    """A booking needs a phone that was confirmed by its code."""

    heading = N_("Cần xác nhận số điện thoại")
    sentence = N_("Mời quý vị nhập số điện thoại và mã xác nhận trước khi đặt lịch.")


class Overlapping(Refusal):
    """The person has something else at that time; they may book it all the same, knowingly."""

    template = "booking/overlapping.html"
    heading = N_("Quý vị đã có lịch hẹn khác vào giờ này")
    sentence = N_("Quý vị vẫn đặt được lịch này, hoặc chọn giờ khác.")

    def __init__(self, token: str) -> None:
        super().__init__(self.heading)
        self.token = token


class TooLateToCancel(Refusal):
    """The deadline for cancelling without a call has passed."""

    template = "booking/too_late_to_cancel.html"
    heading = N_("Đã quá giờ tự hủy lịch")
    sentence = N_("Mời quý vị gọi nơi hẹn để báo hủy.")

    def __init__(self, reference: str, phone: str) -> None:
        super().__init__(self.heading)
        self.reference, self.phone = reference, phone


class NotCancellable(Refusal):
    """What has begun or is over cannot be cancelled."""

    heading = N_("Lịch hẹn này không hủy được nữa")
    sentence = N_("Buổi hẹn đã bắt đầu hoặc đã xong. Cần giúp, mời quý vị gọi đường dây hỗ trợ.")
