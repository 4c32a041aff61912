"""Questions in Vietnamese, Thai and Indonesian, put in English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.events_named import NOUNS, naming_words
from bot.answering.foreign import ASKED, VERBS, in_english
from bot.answering.foreign.language import LANGUAGES, table
from bot.reader.network import ROUTES
from bot.text.tokens import terms


@pytest.mark.parametrize(
    ("question", "route", "english"),
    [
        ("Siapa ketua rapat di Varna?", "chair", "Who chaired the meeting in Varna?"),
        ("Ai chủ trì cuộc họp ở Varna?", "chair", "Who chaired the meeting in Varna?"),
        ("ai chu tri cuoc hop o Varna", "chair", "Who chaired the meeting in Varna?"),
        ("ใครเป็นประธานการประชุมที่ Varna", "chair", "Who chaired the meeting in Varna?"),
        ("Kapan forum di Selandia Baru?", "when", "When was the forum in New Zealand held?"),
        ("Berapa lama seminarnya?", "duration", "How long did the seminar last?"),
        ("Berapa negara yang hadir?", "count_countries", "How many countries attended it?"),
        ("Di mana acara berikutnya?", "next_where", None),
        ("Rapat di Suva membahas apa?", "summary", "What was the meeting in Suva about?"),
        ("pertemuan apa saja yang diikuti Fiji?", "events_which", "Which events did Fiji attend?"),
        ("Acara apa saja di Bangkok?", "events_which", "Which events were held in Bangkok?"),
        ("Apa acara terakhir?", "events_latest", "What was the latest event?"),
        ("ada berapa lokakarya?", "events_count", "How many events were held: workshop?"),
        ("dan siapa yang membukanya?", "opener", "Who opened it?"),
        ("Siapa ketua di Kota Kinabalu?", "chair", "Who chaired the event in Kota Kinabalu?"),
        ("Các nước tham dự forum Varna gồm những nước nào?", "participants_countries", None),
        ("Forum setelah Varna di mana?", "next_where", None),
        ("Forum setelah 2017 di mana?", "where", None),
        ("Dana forum Varna dari mana?", "supporter", "Who funded the forum Varna?"),
        ("Tiền cho forum Varna từ đâu?", "supporter", None),
        ("Rapat Varna pada tanggal berapa?", "when", "When was the meeting Varna held?"),
        ("Siapa moderator panel di Varna?", "moderator", "Who moderated the event in Varna?"),
        ("Siapa narasumber panel di Varna?", "panellists", None),
        ("ผู้แทนมากี่คนที่ Varna", "count", "How many people attended the event in Varna?"),
        ("เปิดเวที Varna เมื่อไหร่", "when", None),
    ],
)
def test_what_is_asked_is_put_in_english_with_names_as_typed(question, route, english):
    said = in_english(question)
    assert said.route == route
    assert english is None or said.english == english


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("Siapa ketua rapat bulan Mei 2016?", "May 2016"),
        ("Ai chủ trì hội nghị tháng 5/2016?", "May 2016"),
        ("ai chu tri hoi nghi thang 10 nam 2018?", "October 2018"),
        ("ใครเป็นประธานเดือนพฤษภาคม ๒๕๕๙", "May 2016"),
        ("Siapa ketua forum ke-6?", "6th"),
        ("Ai chủ trì diễn đàn lần thứ 2?", "2nd"),
        ("Ai chủ trì diễn đàn lần thứ 11?", "11th"),
        ("Ai chủ trì diễn đàn tháng 13?", "13"),
        ("ใครเป็นประธานการประชุมครั้งที่ 3", "3rd"),
    ],
)
def test_times_are_written_as_english_writes_them(question, written):
    assert written in in_english(question).english


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("Apakah Singapura ikut dalam forum di Koper?", "Did Singapore attend the forum in Koper?"),
        ("Fiji có tham dự hội thảo không?", "Did Fiji attend the workshop?"),
        ("ฟิจิเข้าร่วมการประชุมหรือไม่", "Did Fiji attend the meeting?"),
        ("Apakah forum itu dipimpin oleh Fiji?", "Did by Fiji chair the forum?"),
        ("Fiji hadir di Varna tidak?", "Did Fiji attend the event in Varna?"),
    ],
)
def test_yes_or_no_is_asked_of_somebody(question, english):
    said = in_english(question)
    assert said.yes_no
    assert said.english == english


@pytest.mark.parametrize(
    "question",
    [
        "Siapa yang bawa proyektor?",
        "Mengapa rapatnya ditunda?",
        "Tại sao cuộc họp bị hoãn?",
        "Berapa harga tiketnya?",
        "Siapa yang akan memimpin forum berikutnya?",
        "Siapa yang membuka dan siapa yang menutup forum?",
        "จองโรงแรมหรือยัง",
        "ส่งสไลด์ให้หน่อยนะ",
    ],
)
def test_what_is_not_asked_clearly_is_not_mapped(question):
    said = in_english(question)
    assert said is not None
    assert (said.route, said.english) == (None, "")


@pytest.mark.parametrize(
    ("question", "route"),
    [
        ("terima kasih banyak", "chatter"),
        ("chào mọi người", "chatter"),
        ("สวัสดีครับ", "chatter"),
        ("ada berapa laporan?", "reports"),
        ("gửi cho tôi báo cáo", "reports"),
    ],
)
def test_talk_and_what_is_indexed_are_no_questions_to_the_reports(question, route):
    said = in_english(question)
    assert (said.route, said.english) == (route, "")


@pytest.mark.parametrize(
    ("question", "english", "asides"),
    [
        ("Ai chủ trì forum Varna lấp lánh?", "Who chaired the forum Varna?", 2),
        ("ใครเป็นประธานการประชุม Varna กระบวน", "Who chaired the meeting Varna?", 2),
        ("Siapa ketua forum Varna Qeqertarsuaq?", "Who chaired the forum Varna Qeqertarsuaq?", 0),
        ("Siapa ketua forum Varna di kebumen?", "Who chaired the forum Varna in kebumen?", 0),
        ("Siapa ketua forum kebumen?", "Who chaired the forum kebumen?", 0),
        ("Siapa ketua Varna satu dua tiga?", "Who chaired the Varna satu dua tiga?", 0),
    ],
)
def test_few_words_that_nothing_knows_are_left_out_where_another_names_the_event(
    question, english, asides
):
    said = in_english(question, {"Varna", "forum"}.__contains__)
    assert (said.english, said.asides) == (english, asides)


def test_english_is_left_alone_and_a_language_without_a_table_is_only_named():
    assert in_english("Who chaired the forum?") is None
    said = in_english("Qui a présidé la réunion ?")
    assert (said.language, said.route) == ("fr", None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tag_of_a_table_is_one_that_is_understood(language):
    roles = {tag for phrase in table(language).phrases.values() for tag in phrase.tags}
    asks = {"who", "when", "where", "how_long", "how_many", "which", "what", "yes_no"}
    kinds = {"next", "latest", "first", "countries", "bodies", "people", "talk", "reports"}
    assert roles - asks - kinds - {"events", "drop"} <= set(ASKED)
    assert set(VERBS) <= roles


def test_every_question_that_is_made_asks_for_what_the_router_knows():
    assert set(ASKED) <= set(ROUTES)


@pytest.mark.parametrize("wording", ASKED.values())
def test_the_english_wordings_name_no_event_by_themselves(wording):
    asking = frozenset(terms(" ".join(ASKED.values())))
    words = naming_words(wording.format(event="it", named=""), asking)
    assert set(words) <= NOUNS


@given(st.text(max_size=300))
def test_any_text_can_be_asked(text):
    for question in (text, f"siapa ketua {text}", f"ใครเป็นประธาน {text}", f"ai chủ trì {text}"):
        said = in_english(question)
        assert said is None or said.route is None or isinstance(said.english, str)
