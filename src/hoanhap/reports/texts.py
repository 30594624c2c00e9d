"""The words of figures that pages and files share."""

from hoanhap.base.errors import N_

UNITS = {
    "place": N_("Chỗ"),
    "seat": N_("Ghế"),
    "wheelchair": N_("Chỗ cho xe lăn"),
    "stretcher": N_("Chỗ nằm"),
}
FULL, TOO_LATE, TOO_FAR, UNMET = (
    N_("Không còn giờ trống"),
    N_("Chọn giờ quá gần"),
    N_("Nơi quá xa"),
    N_("Thiếu điều cần"),
)
USED, TURNED = N_("Số chỗ đã đặt"), N_("Lượt không đặt được")
COLUMNS = (
    N_("Số liệu"),
    N_("Tuần bắt đầu"),
    N_("Nơi"),
    N_("Dịch vụ"),
    N_("Loại"),
    N_("Bao nhiêu"),
    N_("Trên tổng số"),
)
VISITS, CAME, MISSED = N_("Kết quả lịch hẹn"), N_("Đã đến"), N_("Không đến")
OTHERWISE = N_("Không đến vì ốm, hoặc do nơi hẹn")
NOT_NOTED, CANCELLED = N_("Chưa ghi"), N_("Đã hủy")
EVERYWHERE = N_("Mọi nơi")
EARLY, MIDDLE, FEWEST, MOST = N_("Số ngày đặt trước"), N_("Ở giữa"), N_("Một phần tư"), N_("Ba phần tư")
SHEET = N_("Số liệu")


def unit(name: str) -> str:
    """What a unit is called, to be translated."""
    return UNITS.get(name, name)
