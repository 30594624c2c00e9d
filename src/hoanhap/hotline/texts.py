"""What each page is for and what to do there, by the name of its route; a test sees to it that no page is left out."""

import msgspec

from hoanhap.base.errors import N_


class Guide(msgspec.Struct, frozen=True):
    """A page in a sentence, and what to do on it in one or two."""

    about: str
    steps: str


GUIDES: dict[str, Guide] = {
    "home": Guide(
        N_("Trang đầu cho quý vị chọn việc mình cần."),
        N_("Gõ vài chữ vào ô tìm, hoặc chọn một nhóm dịch vụ. Đăng nhập rồi thì có sẵn giờ để đặt lại."),
    ),
    "services": Guide(
        N_("Trang đó có tất cả dịch vụ."),
        N_("Chọn một dịch vụ để đọc kỹ hơn. Muốn tìm nhanh, gõ vài chữ, không dấu cũng được."),
    ),
    "service": Guide(
        N_("Trang đó nói rõ về một dịch vụ: làm gì, bao lâu, cần mang gì."),
        N_("Bấm một giờ gần đầu trang để đặt nhanh. Hoặc chọn một nơi, rồi chọn ngày và giờ."),
    ),
    "times": Guide(
        N_("Trang đó để chọn ngày và giờ hẹn."),
        N_("Chọn một ngày còn chỗ, rồi chọn một giờ. Trang không đếm giờ, quý vị cứ thong thả."),
    ),
    "check": Guide(
        N_("Trang đó để xem lại trước khi đặt."),
        N_("Đọc lại từng dòng. Chỗ nào chưa đúng, bấm Đổi. Đúng hết rồi thì nhập tên và số điện thoại."),
    ),
    "confirm by code": Guide(
        N_("Trang đó để xác nhận số điện thoại."),
        N_("Mở tin nhắn mới nhất, nhập 6 chữ số trong đó. Chưa thấy tin nhắn, bấm Gửi mã mới."),
    ),
    "my bookings": Guide(
        N_("Trang đó có mọi lịch hẹn của quý vị."),
        N_("Chọn một lịch hẹn để xem nơi, giờ, cần mang gì, hoặc để hủy."),
    ),
    "booking": Guide(
        N_("Trang đó nói rõ một lịch hẹn của quý vị."),
        N_("Đọc giờ, nơi và đồ cần mang. Quý vị có thể lưu vào điện thoại, in ra, hoặc hủy."),
    ),
    "ask before cancelling": Guide(
        N_("Trang đó hỏi lại trước khi hủy một lịch hẹn."),
        N_("Muốn hủy, bấm Hủy lịch hẹn. Không muốn hủy, bấm Giữ lịch hẹn."),
    ),
    "slip": Guide(
        N_("Trang đó là phiếu hẹn chữ to, để in và mang theo."),
        N_('Bấm phím <span lang="en">Ctrl</span> và phím P cùng lúc để in. Trên điện thoại, chọn Chia sẻ rồi chọn In.'),
    ),
    "calendar": Guide(
        N_("Trang đó để lịch hẹn tự hiện trong lịch của điện thoại."),
        N_("Tạo một địa chỉ riêng, rồi đưa địa chỉ đó vào lịch của điện thoại. Chỉ cần làm một lần."),
    ),
    "needs": Guide(
        N_("Trang đó để nói quý vị cần gì khi đến."),
        N_("Đánh dấu điều quý vị cần rồi bấm nút cuối trang. Câu nào cũng có thể bỏ trống."),
    ),
    "needs of a booking": Guide(
        N_("Trang đó để đổi nhu cầu cho một lịch hẹn."),
        N_("Đánh dấu điều cần cho lần này rồi bấm nút cuối trang. Nhu cầu đã lưu vẫn giữ nguyên."),
    ),
    "for whom": Guide(
        N_("Trang đó để chọn quý vị đặt lịch cho ai."),
        N_("Chọn một người, hoặc nhập tên người khác."),
    ),
    "earlier needs": Guide(
        N_("Trang đó có những lần quý vị đổi nhu cầu."),
        N_("Muốn đổi nữa, quay lại trang Nhu cầu của tôi."),
    ),
    "where somebody is": Guide(
        N_("Trang đó để nói quý vị ở xã, phường nào."),
        N_("Gõ tên xã, phường, tên cũ cũng được. Nơi gần sẽ đứng trước."),
    ),
    "organizations": Guide(
        N_("Trang đó có mọi đơn vị cung cấp dịch vụ."),
        N_("Chọn một đơn vị để xem nơi làm việc và số điện thoại."),
    ),
    "organization": Guide(
        N_("Trang đó nói về một đơn vị cung cấp dịch vụ."),
        N_("Chọn một nơi làm việc để xem ở đó có gì."),
    ),
    "place": Guide(
        N_("Trang đó nói một nơi có gì và đi đến thế nào."),
        N_("Đọc xem nơi đó có hợp với quý vị không, rồi chọn một dịch vụ để đặt."),
    ),
    "times to move to": Guide(
        N_("Trang đó để đổi giờ một lịch hẹn."),
        N_("Chọn ngày mới rồi chọn giờ mới. Giờ cũ vẫn của quý vị cho đến khi đổi xong."),
    ),
    "whether a booking may be moved": Guide(
        N_("Trang đó để chọn cách làm khi nơi hẹn phải đóng cửa."),
        N_("Chọn một cách rồi bấm Lưu lựa chọn. Không muốn chọn thì rời trang, chúng tôi luôn hỏi trước."),
    ),
    "whether later bookings may be moved": Guide(
        N_("Trang đó để chọn cách làm khi nơi hẹn đóng cửa, cho những lịch hẹn sau này."),
        N_("Chọn cho từng người rồi bấm Lưu lựa chọn. Muốn rút lại, chọn Hỏi tôi trước."),
    ),
    "unfinished form": Guide(
        N_("Trang đó giữ việc quý vị đang làm dở."),
        N_("Bấm Tiếp tục để làm nốt. Không muốn làm nữa thì rời trang."),
    ),
    "display settings": Guide(
        N_("Trang đó để đổi cách trang hiện ra cho dễ đọc."),
        N_("Chọn kiểu quý vị thích, rồi bấm Lưu."),
    ),
    "help": Guide(
        N_("Trang đó giúp quý vị khi bị vướng."),
        N_("Gọi đường dây hỗ trợ, hoặc để lại số, chúng tôi gọi lại."),
    ),
    "ask to be called back": Guide(
        N_("Trang đó để nhờ chúng tôi gọi lại."),
        N_("Nhập tên và số điện thoại, chọn lúc tiện, rồi bấm Nhờ gọi lại."),
    ),
    "callback": Guide(
        N_("Trang đó cho biết khi nào chúng tôi gọi lại."),
        N_("Quý vị không cần làm gì thêm. Sai số điện thoại thì nhờ gọi lại lần nữa."),
    ),
    "accessibility": Guide(
        N_("Trang đó nói chúng tôi làm gì để ai cũng dùng được."),
        N_("Chỗ nào khó dùng, bấm Gửi góp ý, hoặc gọi cho chúng tôi."),
    ),
    "feedback form": Guide(
        N_("Trang đó để nói cho chúng tôi biết chỗ nào khó dùng."),
        N_("Viết điều quý vị thấy khó, rồi bấm Gửi góp ý. Những ô khác để trống cũng được."),
    ),
    "feedback": Guide(
        N_("Trang đó cho biết khi nào chúng tôi trả lời góp ý của quý vị."),
        N_("Lưu địa chỉ của trang để quay lại đọc. Chưa có câu trả lời thì quý vị chờ đến ngày ghi ở đó."),
    ),
    "sign in": Guide(
        N_("Trang đó để vào xem lịch hẹn của quý vị."),
        N_("Nhập số điện thoại đã dùng khi đặt lịch. Chúng tôi gửi một mã đến số đó."),
    ),
    "enter the code": Guide(
        N_("Trang đó để nhập mã trong tin nhắn."),
        N_("Mở tin nhắn mới nhất, nhập 6 chữ số trong đó. Mã cũ thì xin mã mới."),
    ),
    "components": Guide(
        N_("Trang đó dành cho người làm ra trang web."),
        N_("Quý vị muốn đặt lịch thì về trang đầu."),
    ),
    "demo outbox": Guide(
        N_("Trang đó có những tin nhắn của bản dùng thử."),
        N_("Tìm tin nhắn gửi đến số của quý vị để đọc mã."),
    ),
    "workplaces": Guide(
        N_("Trang đó có những nơi quý vị làm việc."),
        N_("Chọn một nơi để xem việc ở đó."),
    ),
    "workplace": Guide(
        N_("Trang đó có mọi việc quý vị làm được ở một nơi."),
        N_("Việc đang chờ thì có ghi số lượng. Chọn một việc để mở."),
    ),
    "needs you": Guide(
        N_("Trang đó có những người đã mất chỗ và đang chờ quý vị."),
        N_("Mở người đợi lâu nhất trước, rồi gọi cho họ."),
    ),
    "somebody who needs you": Guide(
        N_("Trang đó để tìm giờ khác cho một người đã mất chỗ."),
        N_("Gọi cho người đó. Họ đồng ý giờ nào thì chọn giờ đó, rồi bấm Đổi giờ."),
    ),
    "closures": Guide(
        N_("Trang đó có những ngày một nơi đóng cửa."),
        N_("Bấm Đóng thêm ngày, hoặc chọn một mục để mở lại."),
    ),
    "days to close": Guide(
        N_("Trang đó để đóng một số ngày."),
        N_("Chọn dịch vụ, ngày và lý do, rồi bấm Xem trước. Lúc đó chưa có gì thay đổi."),
    ),
    "preview of closing": Guide(
        N_("Trang đó cho biết ai bị ảnh hưởng khi đóng những ngày đã chọn."),
        N_("Xem con số và tên người, rồi bấm nút cuối trang để đóng."),
    ),
    "preview of opening": Guide(
        N_("Trang đó cho biết ai có chỗ lại khi mở lại những ngày đã đóng."),
        N_("Xem con số và tên người, rồi bấm nút cuối trang để mở lại."),
    ),
    "number of places": Guide(
        N_("Trang đó để đổi số chỗ của một số ngày."),
        N_("Chọn dịch vụ, ngày, số chỗ và lý do, rồi bấm Xem trước."),
    ),
    "preview of the number of places": Guide(
        N_("Trang đó cho biết ai bị ảnh hưởng khi đổi số chỗ."),
        N_("Xem con số và tên người, rồi bấm nút cuối trang để đổi."),
    ),
    "closures of many places": Guide(
        N_("Trang đó có những ngày nhiều nơi cùng đóng cửa, như khi ngập lụt."),
        N_("Chọn nơi, ngày và lý do, rồi bấm Xem trước. Lúc đó chưa có gì thay đổi."),
    ),
    "preview of closing widely": Guide(
        N_("Trang đó cho biết mỗi nơi bị ảnh hưởng ra sao."),
        N_("Xem con số của từng nơi, rồi bấm nút cuối trang để đóng."),
    ),
    "preview of opening widely": Guide(
        N_("Trang đó cho biết mỗi nơi có bao nhiêu lịch hẹn có chỗ lại."),
        N_("Xem con số của từng nơi, rồi bấm nút cuối trang để mở lại."),
    ),
    "out of order": Guide(
        N_("Trang đó có những thứ đang không dùng được ở một nơi, như thang máy hỏng."),
        N_("Báo thêm thì chọn điều đó, ngày giờ và lý do, rồi bấm Xem trước. Lúc đó chưa có gì thay đổi."),
    ),
    "preview of what does not work": Guide(
        N_("Trang đó cho biết ai cần điều không dùng được."),
        N_("Xem con số và tên người, rồi bấm nút cuối trang để ghi."),
    ),
    "preview of what works again": Guide(
        N_("Trang đó cho biết ai có chỗ lại khi mọi thứ dùng lại được."),
        N_("Xem con số và tên người, rồi bấm nút cuối trang để ghi."),
    ),
    "requests": Guide(
        N_("Trang đó có những yêu cầu đặt lịch chờ nơi hẹn trả lời."),
        N_("Mở yêu cầu đứng đầu trước. Việc gấp và việc đợi lâu đứng trước."),
    ),
    "request": Guide(
        N_("Trang đó có một yêu cầu đặt lịch."),
        N_("Đọc người đến cần gì. Rồi bấm Nhận, Không nhận được, hoặc Hỏi thêm."),
    ),
    "ask before declining": Guide(
        N_("Trang đó để trả lời là không nhận được."),
        N_("Chọn lý do, viết thêm nếu cần, rồi bấm Gửi câu trả lời."),
    ),
    "question": Guide(
        N_("Trang đó để hỏi thêm người đặt lịch."),
        N_("Viết một câu hỏi, rồi bấm Gửi câu hỏi. Giờ hẹn vẫn được giữ."),
    ),
    "staff sign-in": Guide(
        N_("Trang đó để nhân viên đăng nhập vào làm việc."),
        N_("Nhập số điện thoại và mật khẩu, rồi nhập mã trong ứng dụng xác thực. Người đặt lịch không cần trang này."),
    ),
    "second step": Guide(
        N_("Trang đó hỏi mã trong ứng dụng xác thực."),
        N_("Mở ứng dụng trên điện thoại, nhập 6 chữ số. Không có điện thoại, nhập một mã dự phòng."),
    ),
    "invitation": Guide(
        N_("Trang đó là lời mời làm việc gửi đến quý vị."),
        N_("Đọc ai mời và làm gì, rồi bấm Gửi mã cho tôi. Không muốn nhận lời thì không cần làm gì."),
    ),
    "code of an invitation": Guide(
        N_("Trang đó để xác nhận điện thoại được mời."),
        N_("Mở tin nhắn mới nhất, nhập 6 chữ số trong đó."),
    ),
    "first password": Guide(
        N_("Trang đó để chọn mật khẩu."),
        N_("Nhập ít nhất 15 ký tự. Bốn từ không liên quan đến nhau là dễ nhớ nhất."),
    ),
    "first authenticator": Guide(
        N_("Trang đó để cài ứng dụng xác thực trên điện thoại."),
        N_("Chọn một trong ba cách, rồi nhập 6 chữ số mà ứng dụng cho."),
    ),
    "staff account": Guide(
        N_("Trang đó có cách quý vị đăng nhập, và các nơi đang đăng nhập."),
        N_("Bấm Đổi ở dòng cần đổi. Thấy nơi lạ thì đăng xuất nơi đó rồi đổi mật khẩu."),
    ),
    "own password": Guide(
        N_("Trang đó để đổi mật khẩu của quý vị."),
        N_("Nhập mật khẩu hiện tại, rồi mật khẩu mới có ít nhất 15 ký tự."),
    ),
    "own passkey": Guide(
        N_("Trang đó để thêm một khóa truy cập vào tài khoản của quý vị."),
        N_("Đặt tên cho khóa, nhập mật khẩu, rồi bấm Tạo khóa và mở khóa như khi mở máy."),
    ),
    "own authenticator": Guide(
        N_("Trang đó để đổi ứng dụng xác thực."),
        N_("Cài ứng dụng mới theo một trong ba cách. Nhập mã của ứng dụng đó và mật khẩu hiện tại."),
    ),
    "recovery codes": Guide(
        N_("Trang đó có mã dự phòng, dùng khi không có điện thoại bên mình."),
        N_("Chép lại hoặc in các mã ra. Muốn lấy mã mới, nhập mật khẩu hiện tại."),
    ),
    "people of a place": Guide(
        N_("Trang đó có mọi người làm việc ở một nơi."),
        N_("Bấm Mời thêm người để mời. Dưới mỗi tên có cách gửi lời mời mới, hoặc cho thôi việc."),
    ),
    "whom to invite": Guide(
        N_("Trang đó để mời một người vào làm việc."),
        N_("Nhập tên và số điện thoại, chọn công việc, rồi bấm Gửi lời mời."),
    ),
    "ask before letting somebody go": Guide(
        N_("Trang đó hỏi lại trước khi cho một người thôi việc."),
        N_("Đọc tên cho kỹ. Muốn giữ người này, bấm Giữ người này."),
    ),
    "ask before inviting anew": Guide(
        N_("Trang đó để gửi lời mời mới cho người quên mật khẩu."),
        N_("Đọc tên và số điện thoại cho kỹ, rồi bấm Gửi lời mời mới."),
    ),
    "offerings": Guide(
        N_("Trang đó có mọi dịch vụ ở một nơi, và cho biết dịch vụ nào mọi người thấy."),
        N_("Bấm tên dịch vụ để xem và đổi. Muốn có thêm, bấm Thêm dịch vụ."),
    ),
    "what else to offer": Guide(
        N_("Trang đó để thêm một dịch vụ cho một nơi."),
        N_("Chọn dịch vụ, rồi bấm Thêm bản nháp. Chưa ai thấy cho đến khi công bố."),
    ),
    "offering": Guide(
        N_("Trang đó cho biết một dịch vụ được ghi thế nào, và còn thiếu gì."),
        N_("Bấm Đổi ở từng phần để ghi. Đủ rồi thì bấm Công bố ở cuối trang."),
    ),
    "deletion of a draft": Guide(
        N_("Trang đó hỏi lại trước khi xóa một bản nháp chưa công bố."),
        N_("Bấm Xóa bản nháp nếu không cần nữa. Muốn giữ thì bấm Giữ bản nháp."),
    ),
    "topic of an offering": Guide(
        N_("Trang đó để ghi một phần của dịch vụ, như thời gian hoặc giá."),
        N_("Nhập như nói, rồi bấm Ghi. Lịch đã đặt không đổi."),
    ),
    "way to a place": Guide(
        N_("Trang đó để ghi cách đến một nơi và số điện thoại."),
        N_("Viết đường đi bằng lời, nhập số điện thoại, rồi bấm Ghi."),
    ),
    "photos of a place": Guide(
        N_("Trang đó có những ảnh của một nơi, và lời của từng ảnh."),
        N_("Cuối trang chọn ảnh rồi bấm Thêm ảnh này. Muốn đổi lời, bấm Đổi lời."),
    ),
    "photo of a place": Guide(
        N_("Trang đó để viết một ảnh cho thấy gì, cho người không nhìn thấy ảnh."),
        N_("Viết một câu rồi bấm Ghi. Có lời thì mọi người mới thấy ảnh."),
    ),
    "ask before removing a photo": Guide(
        N_("Trang đó hỏi lại trước khi gỡ một ảnh."),
        N_("Muốn giữ ảnh này, bấm Giữ ảnh này."),
    ),
    "weeks": Guide(
        N_("Trang đó cho biết một nơi mở cửa những ngày nào, giờ nào."),
        N_("Muốn thêm giờ, bấm Thêm giờ mở cửa. Dịch vụ nào chưa ai tìm thấy thì trang có ghi."),
    ),
    "plan of weeks": Guide(
        N_("Trang đó để nhập ngày, giờ và số chỗ của một lịch tuần."),
        N_("Chọn ngày, nhập giờ và số chỗ. Bấm Xem sẽ thay đổi gì, chưa có gì bị đổi."),
    ),
    "end of weeks": Guide(
        N_("Trang đó để ngừng một lịch tuần."),
        N_("Nhập ngày cuối cùng còn mở, rồi bấm Xem sẽ thay đổi gì."),
    ),
    "resources": Guide(
        N_("Trang đó có những người, phòng và xe phục vụ ở một nơi."),
        N_("Nhập tên rồi bấm Thêm. Sau đó chọn tên này khi thêm giờ mở cửa."),
    ),
    "skills": Guide(
        N_("Trang đó để ghi một người, một phòng hay một xe có điều thuận tiện nào."),
        N_("Đánh dấu điều có thật, rồi bấm Ghi lại."),
    ),
    "weeks to come": Guide(
        N_("Trang đó cho biết đổi lịch thì ai bị ảnh hưởng."),
        N_("Đọc hết rồi bấm nút cuối trang để đổi. Chưa đúng ý thì bấm Sửa lại."),
    ),
    "weeks to import": Guide(
        N_("Trang đó để đưa lịch tuần từ bảng tính vào."),
        N_("Tải lịch về và sửa. Chọn tệp, rồi bấm Xem sẽ thay đổi gì, chưa có gì bị đổi."),
    ),
    "file of weeks": Guide(
        N_("Địa chỉ đó là tệp lịch tuần của một nơi, để tải về."),
        N_("Mở tệp bằng chương trình bảng tính."),
    ),
    "figures of a place": Guide(
        N_("Trang đó cho biết một nơi có bao nhiêu chỗ đã đặt, và bao nhiêu lượt không đặt được."),
        N_("Mở Xem thời gian khác để đổi ngày. Cuối trang có tệp để tải về."),
    ),
    "file of a place's figures": Guide(
        N_("Địa chỉ đó là một tệp số liệu để tải về."),
        N_("Mở tệp bằng chương trình bảng tính."),
    ),
    "holidays": Guide(
        N_("Trang đó có những ngày nghỉ lễ của cả tỉnh trong một năm."),
        N_("Chọn năm, so với thông báo của Nhà nước, rồi bấm Xác nhận những ngày đã chọn."),
    ),
    "ask before taking a day away": Guide(
        N_("Trang đó hỏi lại trước khi bỏ một ngày nghỉ, hoặc một ngày làm bù."),
        N_("Đọc ngày cho kỹ. Muốn giữ ngày này, bấm Giữ ngày này."),
    ),
    "figures of all places": Guide(
        N_("Trang đó cho biết số liệu của mọi nơi trong tỉnh."),
        N_("Mở Xem thời gian khác để đổi ngày. Cuối trang có tệp để tải về."),
    ),
    "file of all figures": Guide(
        N_("Địa chỉ đó là một tệp số liệu để tải về."),
        N_("Mở tệp bằng chương trình bảng tính."),
    ),
    "overview": Guide(
        N_("Trang đó dành cho người quản trị, cho biết tình hình hôm nay."),
        N_("Có dòng nào không đúng thì báo người phụ trách kỹ thuật. Có người cần gọi thì mở danh sách."),
    ),
    "call list": Guide(
        N_("Trang đó có những người đang chờ chúng tôi gọi."),
        N_("Gọi người đợi lâu nhất trước. Gọi xong, bấm Đã gọi."),
    ),
    "feedback list": Guide(
        N_("Trang đó có những góp ý về chỗ khó dùng."),
        N_("Mở góp ý đợi lâu nhất trước. Có mã thì nhập mã để tìm."),
    ),
    "feedback to answer": Guide(
        N_("Trang đó có một góp ý và câu trả lời."),
        N_("Chọn kết quả, viết câu trả lời, rồi bấm Trả lời."),
    ),
    "day list": Guide(
        N_("Trang đó có những người đến nơi của quý vị trong một ngày."),
        N_("Tìm theo giờ. Người nào đến rồi, bấm Đã đến bên dưới tên. Bấm tên để ghi điều khác."),
    ),
    "news of the day": Guide(
        N_("Trang đó có những người đến nơi của quý vị trong một ngày."),
        N_("Tìm theo giờ. Người nào đến rồi, bấm Đã đến bên dưới tên. Bấm tên để ghi điều khác."),
    ),
    "print the day": Guide(
        N_("Trang đó là danh sách trong ngày bằng chữ to, để in."),
        N_("Bấm nút in. Danh sách có tên và nhu cầu của người đến, in xong nhớ cất kỹ."),
    ),
    "slip of the place": Guide(
        N_("Trang đó là phiếu hẹn chữ to của một người, để in hoặc chép tay."),
        N_("Bấm nút in, hoặc chép ngày, giờ, nơi và mã lịch hẹn rồi đưa cho người đó."),
    ),
    "day entry": Guide(
        N_("Trang đó có một lịch hẹn trong ngày và mọi điều đã ghi."),
        N_("Ghi người đó đã đến hay không đến, rồi viết ghi chú nếu cần. Ghi nhầm thì sửa được trong ngày."),
    ),
    "whether somebody may be moved": Guide(
        N_("Trang đó để ghi một người muốn thế nào khi phải đóng cửa."),
        N_("Hỏi người đó, rồi ghi đúng điều họ nói. Họ chưa nói gì thì rời trang."),
    ),
    "desk": Guide(
        N_("Trang đó để đặt lịch cho người đứng ở quầy hoặc gọi tới."),
        N_("Chọn dịch vụ và số người, rồi bấm Xem giờ còn trống."),
    ),
    "desk times": Guide(
        N_("Trang đó để chọn giờ cho người ở quầy."),
        N_("Giờ gần nhất đứng trước. Bấm một giờ để nhập tên."),
    ),
    "desk who": Guide(
        N_("Trang đó để nhập tên người đến."),
        N_("Nhập tên, số điện thoại nếu có, rồi bấm Đặt lịch."),
    ),
}
