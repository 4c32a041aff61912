"""The command line, run in this process over a small folder of reports."""

import io
import os
import re
import sys
from dataclasses import dataclass

import pytest

from bot.cli import main

SESSION = """---
title: Planning session in Suva
date: 2023-07-31
url: https://example.org/suva
---
The planning session took place in Suva on 26 July 2023. It was chaired by Fiji and Tonga.
The session was opened by Ana Koroi, Minister for Fisheries. Forty officers attended.
"""
WORKSHOP = """---
title: Seaweed workshop in Apia
date: 2022-03-02
---
A workshop on seaweed farming was held in Apia on 1 March 2022. It was chaired by Samoa.
The Government of Japan provided the funds for the workshop.
"""
HOW_FAR = re.compile(r"^\d+ of \d+ \w+\n", re.MULTILINE)  # said every five seconds, if ever


@dataclass(frozen=True)
class Ended:
    """How a command ended; `err` is without the lines that only a slow machine gets to see."""

    status: int
    out: str
    err: str


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "suva.md").write_text(SESSION, "utf-8")
    (folder / "apia.md").write_text(WORKSHOP, "utf-8")
    return folder


@pytest.fixture
def rapporteur(corpus, tmp_path, monkeypatch, capsysbinary):
    """Run a command in an empty working folder; it reads the reports unless told otherwise."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    (tmp_path / "work/config.yaml").write_text("corpus: {path: ../reports}\n")

    def run(*arguments, stdin=""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(os.fsencode(stdin))))
        with pytest.raises(SystemExit) as exited:
            main([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return Ended(exited.value.code, out.decode("utf-8"), HOW_FAR.sub("", err.decode("utf-8")))

    return run
