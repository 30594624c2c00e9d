"""What is refused to those who say what a place offers, in words."""

from hoanhap.base.errors import N_, Refusal, WayOn


class ChangedMeanwhile(Refusal):
    """Somebody else has said something else about the same at the same moment."""

    heading = N_("Người khác vừa đổi điều này")
    sentence = N_("Chưa ghi gì thêm. Mời quý vị xem lại điều đang ghi, rồi đổi nếu cần.")

    def __init__(self, path: str) -> None:
        super().__init__(self.heading)
        self.ways_on = (WayOn(N_("Xem điều đang ghi"), path),)


class StillPromised(ChangedMeanwhile):
    """Somebody has booked, or weeks were planned, at the same moment: what was promised stays."""

    heading = N_("Điều này đã hứa với người đặt")
    sentence = N_("Chưa ghi gì thêm, vì có lịch vừa đặt hoặc vừa mở. Mời quý vị xem lại.")


class DraftDeleted(ChangedMeanwhile):
    """Somebody else has deleted the draft at the same moment."""

    heading = N_("Bản nháp này vừa được xóa")
    sentence = N_("Chưa ghi gì thêm. Nếu vẫn cần, mời quý vị thêm lại dịch vụ này.")

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.ways_on = (WayOn(N_("Mọi dịch vụ ở đây"), path),)


class NoDraft(ChangedMeanwhile):
    """People have been told of it, so it cannot be as if it had never been."""

    heading = N_("Dịch vụ này đã được công bố")
    sentence = N_("Đã công bố thì không xóa được. Nếu không nhận thêm ai, mời quý vị tạm ngưng.")


class TooManyPhotos(ChangedMeanwhile):
    """Somebody else has added the last photo that there was room for."""

    heading = N_("Nơi này đã có đủ ảnh")
    sentence = N_("Chưa thêm gì. Mời quý vị gỡ một ảnh, rồi thêm ảnh khác.")


class NotReady(ChangedMeanwhile):
    """Something that people must know was taken away at the same moment."""

    heading = N_("Chưa công bố được")
    sentence = N_("Còn thiếu điều mọi người cần biết. Mời quý vị xem lại.")
