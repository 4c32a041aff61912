"""Who the bot is and how it receives updates."""

from __future__ import annotations

import re

from bot.botapi_fake.entities import Json
from bot.botapi_fake.methods.request import Request
from bot.botapi_fake.refusals import bad_request
from bot.botapi_fake.world import Webhook

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def get_me(request: Request) -> Json:
    """`getMe`."""
    return request.bot.json()


def set_webhook(request: Request) -> bool:
    """`setWebhook`; plain HTTP is allowed, as with a local Bot API server."""
    url = request.params.text("url").strip()
    if not url:
        return delete_webhook(request)
    if not re.match(r"https?://[^/\s]+", url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = request.params.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _remember_allowed(request)
    if request.params.flag("drop_pending_updates"):
        request.bot.queue.clear()
    request.bot.poller = None
    request.bot.webhook = Webhook(url, secret or None)
    return True


def delete_webhook(request: Request) -> bool:
    """`deleteWebhook`."""
    if request.params.flag("drop_pending_updates"):
        request.bot.queue.clear()
    request.bot.webhook = None
    return True


def get_webhook_info(request: Request) -> Json:
    """`getWebhookInfo`."""
    webhook, queue = request.bot.webhook, request.bot.queue
    info: Json = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(queue.waiting),
    }
    if webhook:
        info |= {"max_connections": 40, "ip_address": "127.0.0.1"}
        if webhook.last_error:
            info["last_error_date"] = webhook.last_error_date
            info["last_error_message"] = webhook.last_error
    if queue.allowed:
        info["allowed_updates"] = list(queue.allowed)
    return info


def get_business_connection(request: Request) -> Json:
    """`getBusinessConnection`."""
    connection = request.world.connections.get(request.params.text("business_connection_id"))
    if connection is None or connection.bot_id != request.bot.account.id:
        raise bad_request("business connection not found")
    return connection.json()


def _remember_allowed(request: Request) -> None:
    kinds = request.params.array("allowed_updates", "allowed updates")
    if kinds is not None:
        request.bot.queue.allow(map(str, kinds))
