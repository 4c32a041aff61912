"""The texts in English."""

from typing import Final

from bot.rendering.telegram_texts.shape import Texts

ENGLISH: Final = Texts(
    name="English",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    date="{day} {month} {year}",
    date_range="{first} to {last}",
    source="source",
    not_stated="No answer: the reports don't say.",
    not_stated_clause="No answer: the reports don't say {asked}.",
    nearest="The nearest passage:",
    no_question="Ask in words about the events: who, what, when, where or how many.",
    too_long="That is too long for a question. Ask it in a sentence.",
    no_reports="No reports are indexed yet. Once there are some, an admin sends /reload.",
    other_language="I search reports in English: ask in English, and I answer from them.",
    more_left="{count} more passages say so.",
    cut="(cut here)",
    start="I answer questions from {count} event reports ({dates}) and quote the passage that says "
    "so. Ask me in your own words.",
    start_empty="I answer questions from event reports and quote the passage that says so. "
    "No reports are indexed yet.",
    help=(
        "Ask in your own words: who chaired, which countries took part, when, where, how many, "
        "what was agreed. A follow-up such as “and who opened it?” is about the same event.\n\n"
        "In groups: /ask QUESTION, @{username} QUESTION, or a reply to one of my messages. /ask as "
        "a reply to a message answers that message. While privacy mode is on, Telegram hands me "
        "only commands and replies; to let mentions through, make me an admin of the group or "
        "switch privacy mode off with @BotFather.\n\n"
        "In channels: post /ask QUESTION. Anywhere else: type @{username} and a question.\n\n"
        "/reports lists the reports, /report N shows one."
    ),
    ask_usage="Write the question after the command: /ask Who chaired the planning session? "
    "Or send /ask as a reply to a message that holds one.",
    unknown_command="I don't know that command. /help says what I can do.",
    reports_title="{count} reports",
    reports_none="No report matches “{words}”.",
    report_usage="Write the number that /reports shows: /report 3",
    report_unknown="There is no report {number}. /reports lists them.",
    report_more="(the report goes on)",
    over_limit="That was more than {limit} questions in a minute. I answer again in a moment.",
    failed="Something went wrong here, and the operator can see what. Ask once more.",
    admins_only="/{command} is for admins.",
    reloading="Reading the reports …",
    reloaded="Reloaded in {seconds} s. {added} added, {changed} changed, {removed} removed",
    unreadable="{count} could not be read:",
    reload_totals="{reports} reports, {passages} passages.",
    reload_failed="Nothing was reloaded, and I go on answering from the {reports} reports that I "
    "had: {reason}",
    inline_empty="Ask a question about the reports",
    inline_none="The reports don't say",
    command_ask="answer a question from the reports",
    command_reports="list the reports",
    command_report="show one report",
    command_help="how to ask",
    command_reload="read the reports again",
)
