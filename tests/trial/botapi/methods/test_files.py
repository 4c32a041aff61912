import struct

import pytest

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 20, 10) + b"\x08\x02"


@pytest.fixture
def upload(http, api, bot, chat):
    def upload(method, name, data, **params):
        field = method.removeprefix("send").lower()
        url = f"{api.url}/bot{bot.token}/{method}"
        form = {"chat_id": chat.id, **params}
        return http.post(url, data=form, files={field: (name, data)}).json()

    return upload


def test_a_document_is_uploaded_and_shown(upload, chat):
    upload("sendDocument", "report.md", b"# Report", caption="<b>x</b>", parse_mode="HTML")
    shown = chat.history()[-1]
    assert (shown.kind, shown.file_name, shown.html) == ("document", "report.md", "<b>x</b>")
    assert shown.raw["caption_entities"][0]["type"] == "bold"


def test_a_file_is_attached_by_name(http, api, bot, chat):
    url = f"{api.url}/bot{bot.token}/sendDocument"
    form = {"chat_id": chat.id, "document": "attach://part"}
    http.post(url, data=form, files={"part": ("a.txt", b"x")})
    assert chat.history()[-1].file_name == "a.txt"


def test_a_file_that_telegram_has_is_sent_by_id(upload, call, chat):
    sent = upload("sendDocument", "report.md", b"# Report")["result"]["document"]
    again = call("sendDocument", chat_id=chat.id, document=sent["file_id"])
    assert again["document"] == sent


def test_a_photo_has_a_size(upload, chat):
    sent = upload("sendPhoto", "chart.png", PNG, caption="Questions a day")["result"]
    assert (sent["photo"][-1]["width"], sent["photo"][-1]["height"]) == (20, 10)
    assert sent["caption"] == "Questions a day"
    assert chat.history()[-1].kind == "photo"


@pytest.mark.parametrize(
    ("method", "data", "params", "reason"),
    [
        ("sendPhoto", b"no picture", {}, "IMAGE_PROCESS_FAILED"),
        ("sendDocument", b"", {}, "file must be non-empty"),
        ("sendDocument", b"x", {"caption": "x" * 1025}, "message caption is too long"),
        (
            "sendPhoto",
            PNG + b"\0" * 10_485_760,
            {},
            "file of size 10485786 bytes is too big for a photo; "
            "the maximum size is 10485760 bytes",
        ),
    ],
)
def test_refused_files(upload, method, data, params, reason):
    answer = upload(method, "file", data, **params)
    assert answer["description"] == f"Bad Request: {reason}"


def test_missing_and_unknown_files(refusal, chat):
    assert refusal("sendDocument", chat_id=chat.id) == (
        "Bad Request: there is no document in the request"
    )
    assert refusal("sendDocument", chat_id=chat.id, document="nothing") == (
        "Bad Request: wrong file identifier/HTTP URL specified"
    )
    assert refusal("getFile", file_id="nothing") == (
        "Bad Request: wrong file_id or the file is temporarily unavailable"
    )


def test_more_than_fifty_megabytes_are_too_large(upload):
    answer = upload("sendDocument", "big", b"\0" * (52 * 1024 * 1024))
    assert (answer["error_code"], answer["description"]) == (413, "Request Entity Too Large")


def test_a_users_file_is_downloaded(http, api, bot, call, chat, updates):
    chat.send_document("../../etc/passwd\0", b"# Report", caption="/add")
    message = updates()[0]["message"]
    assert message["caption_entities"][0]["type"] == "bot_command"
    assert message["document"]["file_name"] == "../../etc/passwd\0"
    path = call("getFile", file_id=message["document"]["file_id"])["file_path"]
    assert ".." not in path
    assert http.get(f"{api.url}/file/bot{bot.token}/{path}").content == b"# Report"
    assert http.get(f"{api.url}/file/bot{bot.token}/documents/none").status_code == 404
    assert http.get(f"{api.url}/file/bot1:wrong/{path}").status_code == 401


def test_over_twenty_megabytes_cannot_be_fetched(refusal, chat):
    sent = chat.send_document("big.pdf", b"x", size=21 * 1024 * 1024)
    assert sent.raw["document"]["file_size"] == 22020096
    assert refusal("getFile", file_id=sent.file_id) == "Bad Request: file is too big"


@pytest.mark.parametrize("kind", ["photo", "sticker", "voice", "video", "location", "contact"])
def test_people_send_other_things_too(updates, chat, kind):
    chat.send_media(kind)
    assert kind in updates()[0]["message"]


def test_a_caption_is_edited(upload, call, chat):
    number = upload("sendDocument", "a.md", b"x", caption="old")["result"]["message_id"]
    where = {"chat_id": chat.id, "message_id": number}
    assert call("editMessageCaption", **where, caption="new")["caption"] == "new"
    assert "caption" not in call("editMessageCaption", **where)
    answer = call("editMessageText", **where, text="x")
    assert answer["description"] == "Bad Request: there is no text in the message to edit"
