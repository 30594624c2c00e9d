"""What is refused about holidays, in words."""

from hoanhap.base.errors import N_, Refusal


class IsMadeUp(Refusal):
    """Another day makes up for a day off: as long as it does, the day is off."""

    heading = N_("Ngày này có ngày làm bù")
    sentence = N_("Chưa có gì được đổi. Mời quý vị bỏ ngày làm bù trước, rồi bỏ ngày nghỉ.")


class PeopleCome(Refusal):
    """People booked on a working day: it is not taken away from under them."""

    heading = N_("Có người hẹn vào ngày làm bù này")
    sentence = N_("Chưa có gì được đổi. Mời các nơi đóng ngày này trước, rồi quý vị bỏ ngày làm bù.")
