from bot_process import report, started, write_reports

KELP = report("Symposium on kelp", "Nauru", "Yaren", "1 April 2020")
QUESTION = "Who chaired the symposium on kelp?"


def test_a_reload_tells_what_was_added_changed_and_removed(world):
    file = world.corpus / "kelp.md"
    file.write_text(KELP)
    assert "1 added, 0 changed, 0 removed" in world.operate("/reload").text
    assert "Nauru" in world.operate(QUESTION).text
    file.write_text(KELP.replace("Nauru", "Niue"))
    assert "0 added, 1 changed, 0 removed" in world.operate("/reload").text
    assert "Niue" in world.operate(QUESTION).text
    file.unlink()
    assert "0 added, 0 changed, 1 removed" in world.operate("/reload").text


def test_a_reload_names_the_files_that_cannot_be_read(world):
    broken = world.corpus / "<b>broken.md"
    broken.write_text("---\ntitle: [\n---\nText.\n")
    text = world.operate("/reload").text
    broken.unlink()
    world.operate("/reload")
    assert "1 could not be read" in text
    assert "<b>broken.md" in text


def test_a_reload_without_a_readable_report_keeps_the_old_index(world, tmp_path):
    aside = tmp_path / "corpus"
    world.corpus.rename(aside)
    failed = world.operate("/reload").text
    answer = world.operate("Who chaired the seminar on tide gauges?").text
    aside.rename(world.corpus)
    assert "Nothing was reloaded" in failed
    assert "20 reports" in failed
    assert "Tonga" in answer


def test_a_report_keeps_its_number_over_a_reload(world):
    def numbers():
        lines = world.operate("/reports on").text.splitlines()[1:]
        return {line.partition(". ")[2]: line.partition(". ")[0] for line in lines}

    before = numbers()
    first = world.corpus / "aaa.md"
    first.write_text(KELP)
    world.operate("/reload")
    after = numbers()
    first.unlink()
    world.operate("/reload")
    assert {title: after[title] for title in before} == before


def test_several_reloads_at_once_are_all_answered(world):
    chat = world.api.private(world.admin, world.bot)
    asked = [chat.send("/reload") for _ in range(4)]
    assert all("0 added" in chat.wait_reply(m, timeout=20).text for m in asked)


def test_buttons_of_a_report_that_is_gone_say_so(world):
    file = world.corpus / "kelp.md"
    file.write_text(KELP)
    world.operate("/reload")
    answer = world.operate(QUESTION)
    file.unlink()
    world.operate("/reload")
    said = world.admin.press(answer, "Full report").wait_answer()
    assert "no longer in the reports" in said["text"]


def test_a_folder_that_is_watched_is_reloaded_and_the_admins_are_told(tmp_path):
    corpus = write_reports(tmp_path)
    with started(tmp_path, corpus, {"corpus": {"watch": True}}) as made:
        desk = made.api.private(made.admin, made.bot)
        made.bot.wait_idle()
        (corpus / "kelp.md").write_text(KELP)
        told = desk.wait_for(lambda found: [m for m in found if m.from_bot], timeout=20)
        assert "1 added, 0 changed, 0 removed" in told[0].text
        assert "Nauru" in made.operate(QUESTION).text
        assert made.process.stop() == 0


def test_a_reload_says_what_it_read_of_new_and_changed_reports(steady):
    file = steady.corpus / "kelp.md"
    file.write_text(KELP)
    line = "kelp.md: Symposium on kelp · 1 April 2020 · Yaren"
    assert line in steady.operate("/reload").text.splitlines()
    file.write_text(KELP.replace("It took place in Yaren on", "All went home by"))
    line = "kelp.md: Symposium on kelp · no date found · no place found"
    assert line in steady.operate("/reload").text.splitlines()
    assert "kelp.md" not in steady.operate("/reload").text
    file.unlink()
    assert "kelp.md" not in steady.operate("/reload").text


def test_of_many_new_reports_the_first_are_shown(steady):
    for number in range(7):
        (steady.corpus / f"new{number}.md").write_text(KELP.replace("kelp", f"kelp {number}"))
    lines = steady.operate("/reload").text.splitlines()
    assert [line.partition(":")[0] for line in lines if ".md: " in line] == [
        f"new{n}.md" for n in range(5)
    ]
    assert "and 2 more reports" in lines
