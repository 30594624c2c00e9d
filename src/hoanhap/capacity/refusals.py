"""What a change of capacity is refused for, in words."""

from hoanhap.base.errors import N_, Refusal


class StaleProposal(Refusal):
    """Something has changed since the consequences were shown."""

    heading = N_("Đã có thay đổi trong lúc quý vị xem")
    sentence = N_("Chưa có gì được đổi. Mời quý vị xem lại những gì sẽ xảy ra, rồi xác nhận.")


class DaysPast(Refusal):
    """Days that are over cannot be closed."""

    heading = N_("Ngày đã qua")
    sentence = N_("Mời quý vị chọn từ hôm nay trở đi.")


class DaysReversed(Refusal):
    """The last day is before the first."""

    heading = N_("Ngày cuối đứng trước ngày đầu")
    sentence = N_("Mời quý vị chọn ngày cuối bằng hoặc sau ngày đầu.")


class TooManyDays(Refusal):
    """More days at once than anybody can look through."""

    heading = N_("Khoảng ngày quá dài")
    sentence = N_("Mỗi lần chỉ đóng được nhiều nhất một năm. Mời quý vị chia thành nhiều lần.")
