"""Methods that send and fetch files."""

from __future__ import annotations

from collections.abc import Callable

from bot.botapi_fake.entities import Json
from bot.botapi_fake.methods.request import Request
from bot.botapi_fake.methods.sending import Content, send
from bot.botapi_fake.refusals import ApiError, bad_request
from bot.botapi_fake.texts import caption
from bot.botapi_fake.uploads import DOWNLOAD_LIMIT, PHOTO_LIMIT, UPLOAD_LIMIT, Upload


def send_document(request: Request) -> Json:
    """`sendDocument`: a part of the form, or the id of a file that Telegram has."""
    text, entities = caption(request.params)
    upload = _upload(request, "document")
    return send(request, Content(text, entities, {"document": upload.document()}))


def send_photo(request: Request) -> Json:
    """`sendPhoto`."""
    text, entities = caption(request.params)
    upload = _upload(request, "photo")
    if len(upload.data) > PHOTO_LIMIT:
        raise bad_request(
            f"file of size {len(upload.data)} bytes is too big for a photo; "
            f"the maximum size is {PHOTO_LIMIT} bytes"
        )
    if not upload.is_picture:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return send(request, Content(text, entities, {"photo": upload.photo()}))


def get_file(request: Request) -> Json:
    """`getFile`."""
    file_id = request.params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    upload = request.world.uploads.get(file_id)
    if upload is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if upload.claimed_size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return upload.json() | {"file_path": upload.path}


def _upload(request: Request, name: str) -> Upload:
    part = request.params.files.get(name)
    given = request.params.text(name)
    if part is None and given.startswith("attach://"):
        part = request.params.files.get(given.removeprefix("attach://"))
    if part is not None:
        if len(part.data) > UPLOAD_LIMIT:
            raise ApiError(413, "Request Entity Too Large")
        if not part.data:
            raise bad_request("file must be non-empty")
        return keep(request, lambda i: Upload(i, part.data, part.name or name, part.mime_type))
    if not given:
        raise bad_request(f"there is no {name} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    upload = request.world.uploads.get(given)
    if upload is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return upload


def keep(request: Request, make: Callable[[str], Upload]) -> Upload:
    """Keeps a new file under an id of Telegram's look."""
    upload = make(f"BQACAgIAAxk{request.world.new_id():08d}")
    request.world.uploads[upload.id] = upload
    return upload
