"""Delivery of updates to webhooks, each by a thread of its own, in order, until accepted."""

from __future__ import annotations

import json
import threading

import httpx

from bot.botapi_fake.entities import Json
from bot.botapi_fake.world import Bot, Webhook, World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0


class Postman:
    """Posts updates; one that isn't accepted with 2xx is posted again, ever more slowly."""

    def __init__(self, world: World, timeout: float = 10.0) -> None:
        self._world = world
        self._timeout = timeout
        self._threads: dict[str, threading.Thread] = {}
        self._closed = threading.Event()

    def serve(self, bot: Bot) -> None:
        """Begins to deliver to a bot, if nobody does yet."""
        if bot.token not in self._threads:
            thread = threading.Thread(target=self._run, args=(bot,), daemon=True)
            self._threads[bot.token] = thread
            thread.start()

    def close(self) -> None:
        """Ends all delivery."""
        self._closed.set()
        with self._world.bell.changing():
            threads = list(self._threads.values())
        for thread in threads:
            thread.join(1)

    def _run(self, bot: Bot) -> None:
        pause = _FIRST_PAUSE
        with httpx.Client(timeout=self._timeout, trust_env=False) as client:
            while not self._closed.is_set():
                waiting = self._world.bell.wait(lambda: self._next(bot), 1.0)
                if waiting is None or self._closed.is_set():
                    continue
                webhook, number, update = waiting
                problem = _posted(client, webhook, update)
                with self._world.bell.changing():
                    self._note(bot, webhook, number, problem)
                pause = min(pause * 2, _LONGEST_PAUSE) if problem else _FIRST_PAUSE
                if problem:
                    self._closed.wait(pause)

    def _next(self, bot: Bot) -> tuple[Webhook, int, Json] | None:
        if self._closed.is_set() or not (bot.webhook and bot.queue.waiting):
            return None
        number, update = bot.queue.waiting[0]
        return bot.webhook, number, update

    def _note(self, bot: Bot, webhook: Webhook, number: int, problem: str | None) -> None:
        if problem:
            webhook.last_error, webhook.last_error_date = problem, self._world.now()
        elif bot.webhook is webhook:
            bot.queue.confirm(number + 1)


def _posted(client: httpx.Client, webhook: Webhook, update: Json) -> str | None:
    """None once the webhook accepted the update; else why it did not."""
    headers = {"Content-Type": "application/json"}
    if webhook.secret_token:
        headers[SECRET_HEADER] = webhook.secret_token
    try:
        answer = client.post(webhook.url, content=json.dumps(update), headers=headers)
    except httpx.TimeoutException:
        return "Read timeout expired"
    except httpx.HTTPError as error:
        return str(error) or "Connection failed"
    if answer.is_success:
        return None
    return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
