"""The texts in Vietnamese; no native speaker has checked them."""

from typing import Final

from bot.rendering.telegram_texts.shape import Texts

VIETNAMESE: Final = Texts(
    name="Tiếng Việt",
    months=(
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        "9",
        "10",
        "11",
        "12",
    ),
    date="{day}/{month}/{year}",
    date_range="từ {first} đến {last}",
    source="nguồn",
    page="tr. {page}",
    not_stated="Không có câu trả lời: các báo cáo không nói đến điều này.",
    not_stated_clause="Không có câu trả lời: các báo cáo không nói “{asked}”.",
    nearest="Đoạn gần nhất:",
    closest="Tôi không chắc các báo cáo nói điều này. Đoạn gần nhất:",
    unknown_event="Không có câu trả lời: không báo cáo nào nói về sự kiện này. Đoạn gần nhất:",
    chatter="Hãy hỏi điều có trong báo cáo, ví dụ: Who chaired the joint planning session?",
    about_reports="/reports liệt kê các báo cáo; /report và một số cho xem một báo cáo.",
    no_question="Hãy hỏi bằng lời về các sự kiện: ai, gì, khi nào, ở đâu hoặc bao nhiêu.",
    too_long="Câu hỏi quá dài. Hãy hỏi trong một câu.",
    took_long="Tìm câu trả lời mất quá lâu. Hãy hỏi ngắn hơn hoặc bằng từ khác.",
    no_reports="Chưa có báo cáo nào. Khi có, quản trị viên gửi /reload.",
    other_language=(
        "Câu này tôi chưa hiểu. Về các sự kiện, tôi hiểu câu hỏi: ai, khi nào, ở đâu, nước nào, "
        "bao nhiêu, quyết định gì. Những câu khác xin hỏi bằng tiếng Anh như trong báo cáo."
    ),
    more_left="Còn {count} đoạn khác cũng nói điều này.",
    also_in="Cũng có trong: {titles}",
    gone_through="Trong {count} báo cáo, theo những gì được ghi lại.",
    yes="Có",
    no="Không",
    people="{count} người",
    countries="{count} nước",
    over_limit="Bạn đã hỏi hơn {limit} câu trong một phút. Lát nữa tôi sẽ trả lời tiếp.",
    waits="Hiện tôi chưa tra cứu được. Câu hỏi được giữ lại và tôi sẽ trả lời ngay khi có thể.",
    failed="Đã có lỗi ở đây, người vận hành sẽ thấy. Xin hỏi lại một lần nữa.",
    stranger="Bot này chỉ trả lời một nhóm người, và bạn chưa có trong danh sách.",
    thanks="Rất vui được giúp bạn. Hãy hỏi tôi về các sự kiện trong báo cáo bất cứ lúc nào.",
    greeting="Xin chào. Hãy hỏi tôi về các sự kiện trong báo cáo.",
    which_event="Bạn hỏi về sự kiện nào?",
    which_example="Hoặc chọn một sự kiện:",
    about_event="Về {title}",
    noted="Vâng. Bạn cứ hỏi tôi về các sự kiện trong báo cáo bất cứ lúc nào.",
    bye="Hẹn gặp lại. Bạn cứ hỏi tôi về các sự kiện trong báo cáo bất cứ lúc nào.",
    nothing_before="Trước đó chưa có câu trả lời nào. Hãy hỏi về một sự kiện trước.",
    no_more="Không còn đoạn nào khác cho câu hỏi đó.",
    sure=(
        "Về “{asked}”: phần tôi trích là nguyên văn trong báo cáo, và tôi cho rằng khả năng "
        "nó trả lời đúng là {share}%."
    ),
    sure_not="Về “{asked}”: không có đoạn nào nói chắc chắn điều đó nên tôi không trả lời.",
    for_asker="Lựa chọn này dành cho người đã hỏi.",
    text_only="Tôi chỉ đọc chữ. Hãy hỏi bằng lời, tôi sẽ tìm trong các báo cáo.",
    button_more="Đoạn khác",
    button_report="Toàn văn báo cáo",
    button_answer="Về câu trả lời",
    button_right="👍",
    button_wrong="👎",
    button_tell="Báo cho người vận hành",
    button_correct="Sửa lại",
    button_all="Tất cả",
    button_another="Sự kiện khác …",
    ask_when="Khi nào?",
    ask_where="Ở đâu?",
    ask_chairs="Ai chủ trì?",
    ask_participants="Ai tham dự?",
    ask_outcomes="Đã thống nhất gì?",
    ask_opener="Ai khai mạc?",
    page_of="Đoạn {page} trên {count}",
    voted="Đã ghi nhận. Bạn có thể đổi ý.",
    voted_wrong=(
        "Đã ghi nhận. Dưới câu trả lời, bạn có thể xem đoạn khác hoặc báo cho người vận hành."
    ),
    reported="Đã báo. Người vận hành sẽ thấy câu hỏi và câu trả lời này.",
    vanished="Nội dung này không còn trong các báo cáo.",
    stale="Nút này đã cũ. Hãy hỏi lại.",
    start=(
        "Tôi trả lời câu hỏi từ {count} báo cáo sự kiện ({dates}) và trích đúng đoạn nói điều "
        "đó. Hãy hỏi tự nhiên."
    ),
    start_empty=(
        "Tôi trả lời câu hỏi từ các báo cáo sự kiện và trích đúng đoạn nói điều đó. Hiện chưa "
        "có báo cáo nào."
    ),
    help=(
        "Hãy hỏi tự nhiên: ai chủ trì, những nước nào tham dự, khi nào, ở đâu, bao nhiêu, đã "
        "thống nhất điều gì. Câu hỏi tiếp theo được hiểu là về cùng sự kiện; trả lời vào một "
        "câu trả lời của tôi là hỏi về sự kiện đó. Sửa câu hỏi thì câu trả lời đổi theo. Các "
        "báo cáo bằng tiếng Anh, và trích dẫn cũng vậy; hỏi bằng tiếng Việt hay tiếng Anh.\n\n"
        "Trong nhóm: /ask CÂU HỎI, @{username} CÂU HỎI, hoặc trả lời một tin nhắn của tôi. /ask"
        " khi trả lời một tin nhắn sẽ trả lời tin nhắn đó. Khi chế độ riêng tư (privacy mode) "
        "đang bật, Telegram chỉ chuyển cho tôi các lệnh và câu trả lời; muốn nhận lời nhắc tên,"
        " hãy cho tôi làm quản trị viên nhóm hoặc tắt chế độ đó với @BotFather.\n\n"
        "Trong kênh: đăng /ask CÂU HỎI. Ở nơi khác: gõ @{username} và câu hỏi.\n\n"
        "/reports liệt kê các báo cáo (/reports bangkok 2023 chỉ những báo cáo đó), /report N "
        "hiện một báo cáo. /privacy cho biết những gì được lưu."
    ),
    ask_usage=(
        "Viết câu hỏi sau lệnh: /ask Who chaired the planning session? Hoặc gửi /ask để trả lời"
        " một tin nhắn có câu hỏi."
    ),
    unknown_command="Tôi không biết lệnh này. /help cho biết tôi làm được gì.",
    privacy=(
        "Tôi lưu mỗi câu hỏi cùng câu trả lời, cuộc trò chuyện, mã người dùng và đánh giá trong"
        " {days} ngày, để hiểu câu hỏi tiếp theo, để sửa câu trả lời khi câu hỏi được sửa, và "
        "để người vận hành biết báo cáo còn thiếu gì. Tin nhắn mà tôi không trả lời thì không "
        "được lưu. Ngoài các câu trả lời, không có gì rời khỏi máy của người vận hành. /forget "
        "xóa những gì tôi lưu về bạn."
    ),
    forgotten="Đã xóa: {count} câu hỏi của bạn và các đánh giá của bạn.",
    reports_title="{count} báo cáo",
    reports_page="trang {page}/{pages}",
    reports_none="Không có báo cáo nào khớp với “{words}”.",
    report_usage="Viết số mà /reports hiện ra: /report 3",
    report_unknown="Không có báo cáo {number}. /reports liệt kê các báo cáo.",
    part_name="Tên",
    part_duration="Kéo dài",
    part_opener="Khai mạc",
    part_closer="Bế mạc",
    part_moderator="Điều phối",
    part_panellists="Trong ban thảo luận",
    part_speakers="Diễn giả",
    part_count="Số lượng",
    part_organiser="Tổ chức",
    part_supporter="Tài trợ",
    part_absent="Vắng mặt",
    part_next_when="Lần tới, khi nào",
    part_next_where="Lần tới, ở đâu",
    part_when="Thời gian",
    part_where="Địa điểm",
    part_chairs="Chủ trì",
    part_participants="Tham dự",
    part_outcomes="Kết quả",
    corrected="{value} (quản trị viên đã sửa)",
    admins_only="/{command} chỉ dành cho quản trị viên.",
    admins_only_button="Nút này chỉ dành cho quản trị viên.",
    settings_refused=(
        "/settings chỉ dành cho quản trị viên, ở đây là người vận hành bot này, không phải chủ "
        "nhóm hay quản trị viên của nhóm."
    ),
    settings_for_group=(
        "/settings chỉ dành cho quản trị viên: ở đây là của nhóm này, và người vận hành bot."
    ),
    reloading="Đang đọc các báo cáo …",
    reloaded="Đã đọc lại trong {seconds} giây. {added} thêm, {changed} đổi, {removed} bỏ",
    unreadable="{count} tệp không đọc được:",
    reload_totals="{reports} báo cáo, {passages} đoạn.",
    lacks_date="không thấy ngày",
    lacks_place="không thấy địa điểm",
    foreign_report="không phải tiếng Anh, nên tôi không biết khi nào và ở đâu",
    unread_report="đang được đọc",
    more_reports="và {count} báo cáo khác",
    reload_failed=(
        "Không đọc lại được gì, tôi tiếp tục trả lời từ {reports} báo cáo đã có: {reason}"
    ),
    settings="Trong cuộc trò chuyện này tôi trả lời: {groups}. Ngôn ngữ: {language}.",
    settings_private="Ở đây tôi trả lời mọi câu hỏi. Ngôn ngữ: {language}.",
    settings_private_usage="Nhấn một nút, hoặc viết /settings language vi.",
    settings_usage=(
        "Nhấn một nút, hoặc viết /settings groups mention, all hay off, hoặc /settings language vi."
    ),
    groups_mention="lệnh, nhắc tên và trả lời",
    groups_all="mọi câu hỏi",
    groups_off="không gì cả",
    language_auto="ngôn ngữ của mỗi người",
    saved="Đã lưu.",
    not_saved="Không lưu được: kho lưu trữ bị lỗi. Có hiệu lực đến khi tôi khởi động lại.",
    stats=(
        "{days} ngày qua: {asked} câu hỏi, {answered} được trả lời ({share}%). Đánh giá: "
        "{right} đúng, {wrong} sai; {reported} câu trả lời bị báo, {corrected} giá trị được "
        "sửa. Tìm câu trả lời mất trung vị {median} ms, lâu nhất {slowest} ms."
    ),
    stats_axis="câu hỏi mỗi ngày",
    stats_answered="được trả lời",
    stats_silent="không có trong báo cáo",
    gaps="Những câu hỏi trong {days} ngày qua mà báo cáo không trả lời:",
    gaps_none="Báo cáo đã trả lời mọi câu hỏi trong {days} ngày qua.",
    gap_now="Giờ trả lời được chưa?",
    gap_reported="bị báo là sai: “{answer}”",
    gaps_unnamed="Không thuộc sự kiện nào trong báo cáo",
    correct_which="Giá trị nào của “{title}” sai hoặc thiếu?",
    correct_ask=(
        "Trả lời tin này bằng giá trị đúng: {slot}, “{title}”. Đặt dấu chấm phẩy giữa các "
        "mục. Chỉ một dấu - sẽ bỏ phần sửa."
    ),
    correct_quoted="Đã lưu. Báo cáo có nói vậy, và câu trả lời theo đó.",
    correct_shown="Đã lưu. Báo cáo không nói bằng những từ này, nên chỉ /report {number} cho thấy.",
    correct_undone="Đã bỏ: điều đọc được từ báo cáo lại có hiệu lực.",
    correct_long="Quá dài cho một giá trị: tối đa {limit} ký tự.",
    export="Mọi câu hỏi trong {days} ngày qua, kèm đánh giá",
    store_fails="Kho lưu trữ đang lỗi: {reason}",
    add_usage="Gửi một báo cáo với chú thích /add: .md, .txt, .pdf, .docx, .html hoặc .eml.",
    add_name="Tên tệp gồm chữ, số, dấu cách, - và _, kết thúc bằng .md hoặc .pdf.",
    add_large="Tệp lớn hơn {limit} MB.",
    added="Đã thêm {name}.",
    added_unread="{name} đã vào thư mục, nhưng tôi chưa đọc được như một báo cáo.",
    removed="Đã bỏ {name}.",
    undo="Hoàn tác",
    undone="Đã hoàn tác: {name}.",
    not_undone="Không thể hoàn tác nữa.",
    remove_usage="Viết số mà /reports hiện ra: /remove 3",
    inline_empty="Hỏi về các báo cáo",
    inline_none="Các báo cáo không nói đến",
    command_ask="trả lời một câu hỏi từ các báo cáo",
    command_reports="liệt kê các báo cáo",
    command_report="xem một báo cáo",
    command_help="cách hỏi",
    command_privacy="những gì được lưu và trong bao lâu",
    command_forget="xóa những gì lưu về tôi",
    command_reload="đọc lại các báo cáo",
    command_status="tình trạng của bot",
    command_stats="câu hỏi, câu trả lời và đánh giá",
    command_gaps="những gì báo cáo không trả lời",
    command_settings="cách tôi trả lời ở đây",
    command_add="thêm báo cáo: một tệp với chú thích này",
    command_remove="bỏ một báo cáo",
    command_export="mọi câu hỏi dưới dạng bảng",
)
