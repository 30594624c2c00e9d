"""What a plan of weeks is refused for, in words."""

from hoanhap.base.errors import N_, Refusal


class RulesCollide(Refusal):
    """The same hands would be in two places at the same hour."""

    heading = N_("Giờ này đã có trong lịch")
    sentence = N_("Chưa có gì được đổi. Mời quý vị xem lại lịch tuần, rồi chọn giờ khác.")


class StillPlanned(Refusal):
    """Weeks are planned with somebody or something that is to serve no more."""

    heading = N_("Vẫn còn trong lịch tuần")
    sentence = N_("Chưa có gì được đổi. Mời quý vị ngừng những lịch tuần có tên này trước.")
