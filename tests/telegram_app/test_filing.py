import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from bot_process import report
from pdf_writer import column, pdf

from bot.config import Config, CorpusSection, StoreSection
from bot.corpus import SUFFIXES
from bot.telegram_app.filing import Files, usable_name

KELP = report("Symposium on kelp", "Nauru", "Yaren", "1 April 2020").encode()
QUESTION = "Who chaired the symposium on kelp?"


@pytest.fixture
def desk(world):
    return world.api.private(world.admin, world.bot)


def test_a_report_is_added_by_sending_it_and_taken_back_by_a_button(world, desk):
    added = desk.wait_reply(desk.send_document("kelp.md", KELP, caption="/add"), timeout=20)
    assert "kelp.md added." in added.text
    assert "1 added" in added.text
    assert "Nauru" in desk.wait_reply(desk.send(QUESTION)).text
    world.admin.press(added, "Undo").wait_answer()
    assert "1 removed" in desk.wait_edit(added, timeout=20).text
    assert not (world.corpus / "kelp.md").exists()


def test_a_pdf_is_added_like_any_report(world, desk):
    lines = [
        "The symposium on kelp was chaired by Nauru.",
        "It took place in Yaren on 1 April 2020.",
    ]
    data = pdf(column(60, 760, ["Symposium on kelp"], 20) + column(60, 700, lines))
    added = desk.wait_reply(desk.send_document("kelp.pdf", data, caption="/add"), timeout=20)
    assert "kelp.pdf added." in added.text
    assert "1 added" in added.text
    assert "Nauru" in desk.wait_reply(desk.send(QUESTION)).text
    world.admin.press(added, "Undo").wait_answer()
    desk.wait_edit(added, timeout=20)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_that_is_read_may_be_added(suffix):
    assert usable_name(f"Minutes of kelp{suffix}") == f"Minutes of kelp{suffix}"
    assert usable_name(f"MINUTES{suffix.upper()}")


def test_a_removed_report_is_put_back_as_it_was(world, desk):
    before = {p.name: p.read_bytes() for p in world.corpus.iterdir()}
    listed = desk.wait_reply(desk.send("/reports coral")).text.splitlines()[1]
    removed = desk.wait_reply(desk.send(f"/remove {listed.partition('.')[0]}"), timeout=20)
    assert "nurseries.md removed." in removed.text
    world.admin.press(removed, "Undo").wait_answer()
    desk.wait_edit(removed, timeout=20)
    assert {p.name: p.read_bytes() for p in world.corpus.iterdir()} == before


def test_what_is_undone_cannot_be_undone_again(world, desk):
    added = desk.wait_reply(desk.send_document("kelp.md", KELP, caption="/add"), timeout=20)
    data = added.button("Undo").data
    world.admin.press(added, "Undo").wait_answer()
    undone = desk.wait_edit(added, timeout=20)
    said = world.admin.press_forged(undone, data).wait_answer()
    assert "any more" in said["text"]


@pytest.mark.parametrize("name", ["../kelp.md", "/etc/kelp.md", "kelp.exe", "CON.md", ".kelp.md"])
def test_a_file_with_a_hostile_name_is_refused(world, desk, name):
    before = sorted(world.corpus.iterdir())
    said = desk.wait_reply(desk.send_document(name, KELP, caption="/add"))
    assert "Name the file" in said.text
    assert sorted(world.corpus.iterdir()) == before


def test_a_file_that_is_too_large_is_refused(world, desk):
    for size in (None, 10):
        said = desk.wait_reply(
            desk.send_document("big.md", b"a" * 6_000_000, caption="/add", size=size), timeout=20
        )
        assert "larger than 5 MB" in said.text
    assert not (world.corpus / "big.md").exists()


def test_a_file_that_is_no_report_is_named_with_its_reason(world, desk):
    said = desk.wait_reply(
        desk.send_document("bad.md", b"\xff\xfe\x00", caption="/add"), timeout=20
    )
    assert "bad.md is in the folder, but" in said.text
    assert "1 could not be read" in said.text
    assert set(said.parts("code")) == {"bad.md"}
    world.admin.press(said, "Undo").wait_answer()
    desk.wait_edit(said, timeout=20)


def test_a_report_that_is_not_there_cannot_be_removed(desk):
    assert "no report 999" in desk.wait_reply(desk.send("/remove 999")).text
    assert "/remove 3" in desk.wait_reply(desk.send("/remove")).text


def test_add_without_a_file_gives_its_usage(desk):
    assert "/add" in desk.wait_reply(desk.send("/add")).text


def files_in(folder):
    (folder / "corpus").mkdir()
    return Files(
        Config(
            corpus=CorpusSection(path=folder / "corpus"), store=StoreSection(path=folder / "state")
        )
    )


def test_a_path_that_leads_outside_is_refused(tmp_path):
    files = files_in(tmp_path)
    with pytest.raises(PermissionError):
        files.put("../x.md", b"x")


def test_every_former_version_is_kept(tmp_path):
    files = files_in(tmp_path)
    target = tmp_path / "corpus" / "a.md"
    files.put("a.md", b"1")
    second = files.put("a.md", b"2")
    third = files.put("a.md", None)
    files.undo(third.number)
    assert target.read_bytes() == b"2"
    files.undo(second.number)
    assert target.read_bytes() == b"1"


def test_reports_that_are_added_at_once_are_all_there_and_can_all_be_undone(tmp_path):
    files = files_in(tmp_path)
    names = [f"{number}.md" for number in range(8)] * 4
    with ThreadPoolExecutor(8) as pool:
        filed = list(pool.map(lambda name: files.put(name, name.encode()), names))
    assert sorted(change.number for change in filed) == list(range(1, 33))
    found = {p.name: p.read_bytes() for p in (tmp_path / "corpus").iterdir()}
    assert found == {name: name.encode() for name in names}
    with ThreadPoolExecutor(8) as pool:
        undone = list(pool.map(lambda change: files.undo(change.number), filed))
    assert undone == names


def test_a_change_is_undone_once_where_two_press_at_the_same_time(tmp_path):
    files = files_in(tmp_path)
    change = files.put("a.md", b"1")
    with ThreadPoolExecutor(8) as pool:
        undone = list(pool.map(files.undo, [change.number] * 8))
    assert sorted(undone, key=str) == [None] * 7 + ["a.md"]


def test_old_versions_are_purged_and_their_numbers_are_not_given_again(tmp_path):
    files = files_in(tmp_path)
    files.put("a.md", b"1")
    old, new = files.put("a.md", b"2"), files.put("b.md", b"3")
    for kept in (tmp_path / "versions").iterdir():
        age = 100 if kept.name.startswith(f"{new.number}.") else 10
        os.utime(kept, (age, age))
    assert files.purge(before=50.0) == 3
    assert files.undo(old.number) is None
    assert (tmp_path / "corpus" / "a.md").read_bytes() == b"2"
    assert files.undo(new.number) == "b.md"
    files.purge(before=1e12)
    assert files.put("a.md", b"4").number > new.number + 1
    assert files.undo(old.number) is None


def test_a_change_by_one_replica_can_be_undone_by_another(tmp_path):
    (tmp_path / "corpus").mkdir()
    store = StoreSection(path=tmp_path / "none/state", url="postgresql+psycopg://host/office")
    replicas = [
        Files(Config(corpus=CorpusSection(path=tmp_path / "corpus"), store=store)) for _ in "ab"
    ]
    with ThreadPoolExecutor(8) as pool:
        filed = pool.map(lambda n: replicas[n % 2].put(f"{n}.md", b"new"), range(16))
        numbers = {change.path: change.number for change in filed}
    assert len(set(numbers.values())) == 16
    assert replicas[1].undo(numbers["0.md"]) == "0.md"
    assert not (tmp_path / "corpus/0.md").exists()
    assert not (tmp_path / "none").exists()
