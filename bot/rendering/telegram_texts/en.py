"""The texts in English."""

from typing import Final

from bot.rendering.telegram_texts.shape import Texts
from bot.text.words import MONTHS

ENGLISH: Final = Texts(
    name="English",
    months=MONTHS,
    date="{day} {month} {year}",
    date_range="{first} to {last}",
    source="source",
    page="p. {page}",
    not_stated="No answer: the reports don't say.",
    not_stated_clause="No answer: the reports don't say {asked}.",
    nearest="The nearest passage:",
    closest="I'm not sure the reports say this. The closest passage:",
    unknown_event="No answer: the reports don't say anything of such an event. Nearest:",
    chatter="Ask me what the reports say, such as: Who chaired the joint planning session?",
    about_reports="/reports lists what I have read; /report and a number shows one of them.",
    no_question="Ask in words about the events: who, what, when, where or how many.",
    too_long="That is too long for a question. Ask it in a sentence.",
    took_long="Finding an answer took too long. Ask in fewer or other words.",
    no_reports="No reports are indexed yet. Once there are some, an admin sends /reload.",
    other_language="I search reports in English: ask in English, and I answer from them.",
    more_left="{count} more {count:passage says|passages say} so.",
    also_in="Also in: {titles}",
    gone_through="Based on {count} {count:report|reports}.",
    yes="Yes",
    no="No",
    people="{count} {count:person|people}",
    countries="{count} {count:country|countries}",
    over_limit="That was more than {limit} questions in a minute. I answer again in a moment.",
    waits="I can’t look anything up now. Your question is kept, and I answer it when I can.",
    failed="Something went wrong here, and the operator can see what. Ask once more.",
    stranger="This bot answers a closed circle, and you are not on its list yet.",
    thanks="You are welcome. Ask me about the events in the reports whenever you like.",
    greeting="Hello. Ask me about the events in the reports, in your own words.",
    which_event="Which event do you mean?",
    which_example="Or choose an event:",
    about_event="About {title}",
    noted="All right. Ask me about the events in the reports whenever you like.",
    bye="Until next time. Ask me about the events in the reports whenever you like.",
    nothing_before="There is no answer before that this could be about. Ask about an event first.",
    no_more="There are no further passages to that question.",
    sure=(
        "To “{asked}”: what I quoted is word for word from the report, and I take it to be "
        "{share}% likely that it answers this."
    ),
    sure_not="To “{asked}”: no passage says it for certain, so I gave no answer.",
    for_asker="This choice is for the one who asked.",
    text_only="I read text only. Ask in words, and I look it up in the reports.",
    button_more="More passages",
    button_report="Full report",
    button_answer="Back to the answer",
    button_right="👍",
    button_wrong="👎",
    button_tell="Report to the operators",
    button_correct="Correct this",
    button_all="All of them",
    button_another="Another …",
    ask_when="When?",
    ask_where="Where?",
    ask_chairs="Who chaired?",
    ask_participants="Who came?",
    ask_outcomes="What was agreed?",
    ask_opener="Who opened it?",
    page_of="Passage {page} of {count}",
    voted="Counted. You can change it.",
    voted_wrong=(
        "Counted. Under the answer you can look at more passages, or report it to the operators."
    ),
    reported="Reported. The operators see the question and this answer.",
    vanished="That is no longer in the reports.",
    stale="This button is out of date. Ask again.",
    start=(
        "I answer questions from {count} event {count:report|reports} ({dates}) and quote the "
        "passage that says so. Ask me in your own words."
    ),
    start_empty=(
        "I answer questions from event reports and quote the passage that says so. No reports "
        "are indexed yet."
    ),
    help=(
        "Ask in your own words: who chaired, which countries took part, when, where, how many, "
        "what was agreed. A follow-up such as “and who opened it?” is about the same event, and"
        " a reply to one of my answers is about the event of that answer. Edit a question, and "
        "its answer changes.\n\n"
        "In groups: /ask QUESTION, @{username} QUESTION, or a reply to one of my messages. /ask"
        " as a reply to a message answers that message. While privacy mode is on, Telegram "
        "hands me only commands and replies; to let mentions through, make me an admin of the "
        "group or switch privacy mode off with @BotFather.\n\n"
        "In channels: post /ask QUESTION. Anywhere else: type @{username} and a question.\n\n"
        "/reports lists the reports (/reports bangkok 2023 only those), /report N shows one. "
        "/privacy says what is stored."
    ),
    ask_usage=(
        "Write the question after the command: /ask Who chaired the planning session? Or send "
        "/ask as a reply to a message that holds one."
    ),
    unknown_command="I don't know that command. /help says what I can do.",
    privacy=(
        "I keep each question with its answer, the chat, the user id and the votes for {days} "
        "days, to understand follow-ups, to change an answer when its question is edited, and "
        "to show the operator what the reports lack. Messages that I don't answer are not kept."
        " Nothing leaves the operator's machine but the replies. /forget deletes what I keep of"
        " you."
    ),
    forgotten="Deleted: {count} {count:question|questions} of yours, and your votes.",
    reports_title="{count} {count:report|reports}",
    reports_page="page {page} of {pages}",
    reports_none="No report matches “{words}”.",
    report_usage="Write the number that /reports shows: /report 3",
    report_unknown="There is no report {number}. /reports lists them.",
    part_name="Name",
    part_duration="Duration",
    part_opener="Opened by",
    part_closer="Closed by",
    part_moderator="Moderator",
    part_panellists="On the panel",
    part_speakers="Speakers",
    part_count="Number",
    part_organiser="Organiser",
    part_supporter="Paid for by",
    part_absent="Absent",
    part_next_when="Next, when",
    part_next_where="Next, where",
    part_when="When",
    part_where="Where",
    part_chairs="Chair",
    part_participants="Participants",
    part_outcomes="Outcome",
    corrected="{value} (corrected by an admin)",
    admins_only="/{command} is for admins.",
    admins_only_button="This button is for admins.",
    settings_refused=(
        "/settings is for admins, and here these are the bot's operators, not the group's owner "
        "or admins."
    ),
    settings_for_group=(
        "/settings is for admins: here those of this group, and the bot's operators."
    ),
    reloading="Reading the reports …",
    reloaded="Reloaded in {seconds} s. {added} added, {changed} changed, {removed} removed",
    unreadable="{count} could not be read:",
    reload_totals="{reports} {reports:report|reports}, {passages} {passages:passage|passages}.",
    lacks_date="no date found",
    lacks_place="no place found",
    foreign_report="not in English, so I can't tell when and where it was",
    unread_report="still being read",
    more_reports="and {count} more {count:report|reports}",
    reload_failed=(
        "Nothing was reloaded, and I go on answering from the {reports} "
        "{reports:report|reports} that I had: {reason}"
    ),
    settings="In this chat I answer: {groups}. Texts: {language}.",
    settings_private="Here I answer every question. Texts: {language}.",
    settings_private_usage="Press a button, or write /settings language en.",
    settings_usage=(
        "Press a button, or write /settings groups mention, all or off, or /settings language en."
    ),
    groups_mention="commands, mentions and replies",
    groups_all="every question",
    groups_off="nothing",
    language_auto="each person's language",
    saved="Saved.",
    not_saved="It could not be saved: the store fails. It holds until I am restarted.",
    stats=(
        "The last {days} days: {asked} {asked:question|questions}, {answered} answered "
        "({share}%). Votes: {right} right, {wrong} wrong; {reported} "
        "{reported:answer|answers} reported, {corrected} {corrected:value|values} corrected. "
        "Finding an answer took {median} ms at the median, {slowest} ms at most."
    ),
    stats_axis="questions a day",
    stats_answered="answered",
    stats_silent="not in the reports",
    gaps="Questions of the last {days} days that the reports did not answer:",
    gaps_none="The reports answered every question of the last {days} days.",
    gap_now="Answered now?",
    gap_reported="reported as wrong: “{answer}”",
    gaps_unnamed="No event that the reports have",
    correct_which="Which value of “{title}” is wrong or missing?",
    correct_ask=(
        "Reply to this message with the right value: {slot}, “{title}”. Put semicolons "
        "between the items of a list. A single - takes a correction back."
    ),
    correct_quoted="Saved. The report says so, and answers follow it.",
    correct_shown=(
        "Saved. The report doesn't say it in these words, so only /report {number} shows it."
    ),
    correct_undone="Taken back: what was read of the report counts again.",
    correct_long="That is too long for a value: {limit} characters at most.",
    export="All questions of the last {days} days, with votes",
    store_fails="The store fails at the moment: {reason}",
    add_usage="Send a report with the caption /add: .md, .txt, .pdf, .docx, .html or .eml.",
    add_name="Name the file with letters, digits, spaces, - and _, and .md or .pdf at the end.",
    add_large="The file is larger than {limit} MB.",
    added="{name} is in.",
    added_unread="{name} is in the folder, but it is no report that I can read.",
    removed="{name} is out.",
    undo="Undo",
    undone="Undone: {name}.",
    not_undone="That can't be undone any more.",
    remove_usage="Write the number that /reports shows: /remove 3",
    inline_empty="Ask a question about the reports",
    inline_none="The reports don't say",
    command_ask="answer a question from the reports",
    command_reports="list the reports",
    command_report="show one report",
    command_help="how to ask",
    command_privacy="what is stored, and for how long",
    command_forget="delete what is stored of me",
    command_reload="read the reports again",
    command_status="how the bot is doing",
    command_stats="questions, answers and votes",
    command_gaps="what the reports did not answer",
    command_settings="how I answer in this chat",
    command_add="add a report: a file with this caption",
    command_remove="take a report out",
    command_export="all questions as a table",
)
