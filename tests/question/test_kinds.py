import pytest

from bot.language.tagging import tag
from bot.question.kinds import kind_of

QUESTIONS = {
    "who": [
        "Who chaired the session?",
        "Whom did the ministry invite?",
        "Whose laboratory did they visit?",
        "who spoke when it ended",
        "Who was the keynote speaker?",
        "Which minister spoke?",
        "which experts gave talks",
        "Which organisation's director spoke and who was it?",
        "what people came",
        "moderator of the panel",
        "whos the chair",
        "who was co-chair?",
    ],
    "country": [
        "Which countries joined?",
        "what states were represented",
        "Wich country paid?",
        "which other countries came",
        "countries in honiara meeting",
    ],
    "body": [
        "Which organisations supported the workshop?",
        "what company paid",
        "Which ministry hosted the training?",
        "which agencies were on the panel",
    ],
    "when": [
        "When did it take place?",
        "What dates was the workshop?",
        "in which month was it",
        "from when to when",
        "What was the deadline?",
        "what time did it start",
        "training dates??",
    ],
    "where": [
        "Where was it held?",
        "were was it held",
        "In which city did they meet?",
        "At which hotel was it?",
        "what venue",
        "hotel??",
        "workshop location?",
    ],
    "how_long": [
        "How long did it last?",
        "how many days did it last",
        "what was the duration",
        "how much time did they have",
    ],
    "how_often": ["How often do they meet?", "how many times a year do they meet"],
    "how_many": [
        "How many people attended?",
        "how many countries took part",
        "From how many agencies did they come?",
        "howmany people came",
        "number of participants?",
        "How large was the delegation?",
        "How old is the society?",
    ],
    "how_much": [
        "How much did it cost?",
        "what did the training cost",
        "What was the budget?",
        "which amount was paid",
        "cost?",
        "How big are the costs?",
        "How high was the fee?",
    ],
    "percent": [
        "What percentage were women?",
        "which share came from the private sector",
        "share of women?",
    ],
    "why": [
        "Why did they meet?",
        "what was the aim of the workshop",
        "how come it was cancelled",
        "What was the purpose?",
        "For what reason did they leave?",
    ],
    "how": ["How did they travel?", "how was the exercise run"],
    "define": [
        "What does UNODC stand for?",
        "What does PIDC mean?",
        "What is RSO?",
        "what's a hackathon",
        "RSO?",
        "RSO = ?",
        "full name of IOM",
    ],
    "post": [
        "What is his post?",
        "What's Ben Quinn's job?",
        "who is he",
        "Who is Ben Quinn?",
        "In what capacity did she speak?",
    ],
    "yes_no": [
        "Did Canada take part?",
        "was Fiji there",
        "Has it been signed?",
        "and did Tonga attend",
        "Is the report public?",
        "Wasn't it cancelled?",
        "Will there be another?",
    ],
    "topic": [
        "What topics were discussed?",
        "What is the theme of the meeting?",
        "what was it about",
        "What was the panel in Suva about?",
        "what did they talk about there?",
        "Which issues did the second day deal with?",
        "theme of the forum?",
        "What was his lecture on?",
        "what was on the agenda",
    ],
    "thing": [
        "Which exercise was run?",
        "which documents were signed",
        "which meeting was in 2019",
    ],
    "what": [
        "What did they agree?",
        "What happened next?",
        "What was said about weapons?",
        "What did the minister say about the agenda?",
        "What did they agree on?",
        "Tell me about the workshop",
        "participants?",
        "what else",
        "",
    ],
}


@pytest.mark.parametrize(
    ("kind", "question"),
    [(kind, question) for kind, all_ in QUESTIONS.items() for question in all_],
)
def test_a_question_asks_for_its_kind(kind, question):
    assert kind_of(tag(question)).kind == kind


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("Which hotel was it?", "hotel"),
        ("what kind of training was it", "training"),
        ("Which of the ten countries left?", "ten countries"),
        ("which working group met", "working group"),
        ("Which was the first?", None),
        ("Which", None),
    ],
)
def test_the_noun_after_which_is_what_is_asked_for(question, head):
    tagged = tag(question)
    found = kind_of(tagged).head
    assert (tagged.slice(*found) if found else None) == head
