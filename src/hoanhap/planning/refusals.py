"""What a plan of weeks is refused for, in words."""

from hoanhap.base.errors import N_, Refusal, WayOn


class RulesCollide(Refusal):
    """The same hands would be in two places at the same hour."""

    heading = N_("Giờ này đã có trong lịch")
    sentence = N_("Chưa có gì được đổi. Mời quý vị xem lại lịch tuần, rồi chọn giờ khác.")


class StillPlanned(Refusal):
    """Weeks are planned with somebody or something that is to serve no more."""

    heading = N_("Vẫn còn trong lịch tuần")
    sentence = N_("Chưa có gì được đổi. Mời quý vị ngừng những lịch tuần có tên này trước.")


class SkillsChanged(Refusal):
    """Somebody else has said at the same moment what one of those who serve has or can do."""

    heading = N_("Người khác vừa đổi điều này")
    sentence = N_("Chưa ghi gì thêm. Mời quý vị xem lại điều đang ghi, rồi đổi nếu cần.")

    def __init__(self, path: str) -> None:
        super().__init__(self.heading)
        self.ways_on = (WayOn(N_("Xem điều đang ghi"), path),)
