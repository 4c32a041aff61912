"""Every text that a person reads in Telegram, by language; report text stays in its own.

Each language has a file beside this one, which is read when its first text is needed. It has to say
all that `Texts` has, with the same placeholders.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from bot.files import read_table

DEFAULT: Final = "en"
CODES: Final = ("en", "vi", "th", "id")


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language, as plain text; `{…}` is filled in and escaped by the rendering."""

    name: str  # of the language, in it
    months: tuple[str, ...]
    date: str
    date_range: str
    source: str
    page: str

    # answers
    not_stated: str
    not_stated_clause: str
    nearest: str
    closest: str
    unknown_event: str
    chatter: str
    about_reports: str
    no_question: str
    too_long: str
    took_long: str
    no_reports: str
    other_language: str
    more_left: str
    also_in: str
    gone_through: str
    yes: str
    no: str
    people: str
    countries: str
    over_limit: str
    failed: str
    waits: str  # the question is kept while nothing can be searched
    stranger: str
    thanks: str
    greeting: str
    which_event: str
    which_example: str
    about_event: str
    noted: str
    bye: str
    nothing_before: str
    no_more: str
    sure: str
    sure_not: str
    for_asker: str
    text_only: str

    # buttons, and what pressing them says
    button_more: str
    button_report: str
    button_answer: str
    button_right: str
    button_wrong: str
    button_tell: str
    button_correct: str
    button_all: str
    button_another: str
    ask_when: str
    ask_where: str
    ask_chairs: str
    ask_participants: str
    ask_outcomes: str
    ask_opener: str
    page_of: str
    voted: str
    voted_wrong: str
    reported: str
    vanished: str
    stale: str

    # commands
    start: str
    start_empty: str
    help: str
    ask_usage: str
    unknown_command: str
    privacy: str
    forgotten: str
    reports_title: str
    reports_page: str
    reports_none: str
    report_usage: str
    report_unknown: str
    part_name: str
    part_duration: str
    part_opener: str
    part_closer: str
    part_moderator: str
    part_panellists: str
    part_speakers: str
    part_count: str
    part_organiser: str
    part_supporter: str
    part_absent: str
    part_next_when: str
    part_next_where: str
    part_when: str
    part_where: str
    part_chairs: str
    part_participants: str
    part_outcomes: str

    # admins
    corrected: str
    admins_only: str
    admins_only_button: str
    settings_refused: str
    settings_for_group: str
    reloading: str
    reloaded: str
    unreadable: str
    reload_totals: str
    lacks_date: str
    lacks_place: str
    foreign_report: str
    unread_report: str
    more_reports: str
    reload_failed: str
    settings: str
    settings_usage: str
    settings_deaf: str
    settings_private: str
    settings_private_usage: str
    groups_mention: str
    groups_all: str
    groups_off: str
    language_auto: str
    saved: str
    not_saved: str
    stats: str
    stats_axis: str
    stats_answered: str
    stats_silent: str
    gaps: str
    gaps_none: str
    gap_now: str
    gap_reported: str
    gaps_unnamed: str
    correct_which: str
    correct_ask: str
    correct_quoted: str
    correct_shown: str
    correct_undone: str
    correct_long: str
    export: str
    store_fails: str
    add_usage: str
    add_name: str
    add_large: str
    added: str
    added_unread: str
    removed: str
    undo: str
    undone: str
    not_undone: str
    remove_usage: str

    # inline
    inline_empty: str
    inline_none: str

    # what the command menu says
    command_ask: str
    command_reports: str
    command_report: str
    command_help: str
    command_privacy: str
    command_forget: str
    command_reload: str
    command_status: str
    command_stats: str
    command_gaps: str
    command_settings: str
    command_add: str
    command_remove: str
    command_export: str


class Count(int):
    """A number; `{count:report|reports}` in a text is the first form for 1, else the second."""

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        if not bar:
            return super().__format__(spec)
        return one if self == 1 else many


class ByLanguage(Mapping[str, Texts]):
    """The texts of each language by its code, in the order of `CODES`; read when looked up."""

    def __getitem__(self, code: str) -> Texts:
        if code not in CODES:
            raise KeyError(code)
        return _texts(code)

    def __iter__(self) -> Iterator[str]:
        return iter(CODES)

    def __len__(self) -> int:
        return len(CODES)


LANGUAGES: Final = ByLanguage()


@cache
def _texts(code: str) -> Texts:
    said = read_table(__name__, code)
    return Texts(**{**said, "months": tuple(said["months"])})


@cache
def polite_lines() -> Mapping[str, str]:
    """Return a line for each language that is known and that there are no texts in."""
    return MappingProxyType(read_table(__name__, "polite"))


def texts_for(*codes: str | None) -> Texts:
    """Return the texts of the first of these IETF language tags that there are any in.

    Where there is none, these are English.
    """
    for code in codes:
        if code and (found := LANGUAGES.get(code.split("-")[0].lower())):
            return found
    return LANGUAGES[DEFAULT]
