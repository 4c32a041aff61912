"""What a language has to say: one field for each text, the same placeholders in all languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language, as plain text; `{…}` is filled in and escaped by the rendering."""

    name: str  # of the language, in it
    months: tuple[str, ...]
    date: str
    date_range: str  # of the first and the last report
    source: str

    # answers
    not_stated: str
    not_stated_clause: str
    nearest: str
    no_question: str
    too_long: str
    no_reports: str
    other_language: str
    more_left: str
    cut: str

    # commands
    start: str
    start_empty: str
    help: str
    ask_usage: str
    unknown_command: str
    reports_title: str
    reports_none: str
    report_usage: str
    report_unknown: str
    report_more: str
    over_limit: str
    failed: str

    # admins
    admins_only: str
    reloading: str
    reloaded: str
    unreadable: str
    reload_totals: str
    reload_failed: str

    # inline
    inline_empty: str
    inline_none: str

    # what the command menu says
    command_ask: str
    command_reports: str
    command_report: str
    command_help: str
    command_reload: str
