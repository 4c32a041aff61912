def operate(world, text):
    chat = world.api.private(world.admin, world.bot)
    return chat.wait_reply(chat.send(text), timeout=30)


REPORT = """---
title: Seminar on tide gauges
date: 2022-05-04
---
The seminar on tide gauges was chaired by Tonga. It took place in Nuku'alofa.
"""


def test_a_reload_tells_what_was_added_changed_and_removed(world):
    file = world.corpus / "tides.md"
    file.write_text(REPORT)
    assert "1 added, 0 changed, 0 removed" in operate(world, "/reload").text
    assert "Tonga" in operate(world, "Who chaired the seminar on tide gauges?").text
    file.write_text(REPORT.replace("Tonga", "Samoa"))
    assert "0 added, 1 changed, 0 removed" in operate(world, "/reload").text
    file.unlink()
    assert "0 added, 0 changed, 1 removed" in operate(world, "/reload").text


def test_a_reload_names_the_files_that_cannot_be_read(world):
    broken = world.corpus / "<b>broken.md"
    broken.write_text("---\ntitle: [\n---\nText.\n")
    text = operate(world, "/reload").text
    broken.unlink()
    operate(world, "/reload")
    assert "1 could not be read" in text
    assert "<b>broken.md" in text


def test_a_reload_without_a_readable_report_keeps_the_old_index(world, tmp_path):
    aside = tmp_path / "corpus"
    world.corpus.rename(aside)
    failed = operate(world, "/reload").text
    answer = operate(world, "Who chaired the joint planning session?").text
    aside.rename(world.corpus)
    assert "14 reports" in failed
    assert "New Zealand" in answer


def test_a_report_keeps_its_number_over_a_reload(world):
    def numbers():
        lines = operate(world, "/reports").text.splitlines()[1:]
        return {line.partition(". ")[2]: line.partition(". ")[0] for line in lines}

    before = numbers()
    first = world.corpus / "aaa.md"
    first.write_text(REPORT)
    operate(world, "/reload")
    after = numbers()
    first.unlink()
    operate(world, "/reload")
    assert {title: after[title] for title in before} == before


def test_reload_is_refused_to_others(world):
    chat = world.private()
    assert "for admins" in chat.wait_reply(chat.send("/reload")).text
