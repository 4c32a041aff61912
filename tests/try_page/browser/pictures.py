"""Takes the pictures of docs/try.md: `python tests/try_page/browser/pictures.py`."""

import io
import shutil
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "tests"))

from tried import trying  # noqa: E402
from visitor import Visitor, browser  # noqa: E402

KELP = """---
title: Seminar on kelp farming
date: 2024-06-03
---
The seminar on kelp farming was chaired by Kiribati. It took place in Tarawa on 1 June 2024.
"""


def take(visitor, name):
    """Keep what is to be seen, in 192 colours."""
    time.sleep(1.5)  # the explanation and the last edit follow the answer
    picture = Image.open(io.BytesIO(visitor.chromium.get_screenshot_as_png())).convert("RGB")
    reduced = picture.quantize(192, dither=Image.Dither.NONE)
    reduced.save(ROOT / f"docs/try-{name}.png", optimize=True)


def private(visitor):
    """A question and its answer, with the explanation."""
    visitor.see("#open-why").click()
    visitor.ask("Who chaired the joint planning session?")
    visitor.ask("and who spoke for the co-chairs?")
    take(visitor, "private")


def group(visitor):
    """A topic of a group in the dark, with the events."""
    visitor.open("Meetings")
    visitor.ask("/ask Where was the passenger controls workshop held?")
    visitor.become("admin")
    visitor.ask("@rapporteur_bot Who chaired the joint planning session?")
    visitor.see("#theme").click()
    visitor.see("#tab-events").click()
    visitor.see(".event")
    take(visitor, "group")
    visitor.see("#theme").click()


def report(visitor):
    """An event's sheet over its report's text, with the chair's passage."""
    visitor.open("Rapporteur")
    visitor.see(".filter").send_keys("joint planning")
    visitor.until(lambda: len(visitor.shown(".event")) == 1)
    visitor.see(".event").click()
    visitor.until(lambda: [v for v in visitor.shown(".value") if v.text == "Viet Nam"])[0].click()
    take(visitor, "report")
    visitor.see("#close-panel").click()


def admin(visitor, corpus):
    """An admin reloads: a report came, and a file can't be read."""
    visitor.open("Rapporteur")
    (corpus / "kelp.md").write_text(KELP)
    (corpus / "budget.md").write_text("---\ntitle: [Budget\n---\nText.\n")
    visitor.ask("/reload")
    visitor.until(lambda: "Reloaded" in visitor.texts()[-1])
    visitor.ask("Who chaired the seminar on kelp farming?")
    take(visitor, "admin")


def phone(visitor):
    """A phone."""
    visitor.become("member")
    visitor.size(390, 760, touch=True)
    visitor.again()
    take(visitor, "phone")


def main():
    """Take all of them."""
    folder = Path(tempfile.mkdtemp())
    corpus = folder / "corpus"
    shutil.copytree(ROOT / "corpus", corpus)
    found = shutil.which("chromium"), shutil.which("chromedriver")
    with trying(folder, "--corpus", "corpus") as (_, line), browser(*found) as chromium:
        visitor = Visitor(chromium, line.split()[3])
        visitor.size(1280, 800)
        visitor.arrive()
        private(visitor)
        group(visitor)
        report(visitor)
        admin(visitor, corpus)
        phone(visitor)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
