"""Reports of a line or two as a corpus, and all that can be found in what is known of it."""

from bot.corpus import Corpus
from bot.index_cache import no_reports, updated
from bot.model import Report

BODIES = (
    "It opened in Suva on 3 May 2020. Fiji chaired it.",
    "A course for Kenya and Fiji ended. Kenya paid for it.",
    "- Samoa\n- Tonga\n- Palau\n",
    "The Pacific Network (PN) met in Apia. Samoa chaired the network.",
    "Officers from Suva came to Apia.",
)
ALL = {f"{name}.md": body for name, body in zip("abcde", BODIES, strict=True)}
ASKED = ("fiji", "chair", "suva", "network", "session")


def corpus(bodies, title="Session"):
    made = tuple(Report(path, title, body) for path, body in sorted(bodies.items()))
    return Corpus(made, hashes=tuple(r.digest for r in made))


def indexed(bodies=ALL):
    return updated(no_reports(), corpus(bodies))


def found(kept):
    """What a search can see."""
    library = kept.library
    indexes = (library.by_passage, library.by_report)
    return (
        [index.get_scores([word]).tolist() for index in indexes for word in ASKED],
        [[part.tolist() for part in index.top(ASKED)] for index in indexes],
        list(map(_laid_out, library.readings)),
        list(library.events),
        list(library.passages),
        list(library.held),
        (library.times, library.number_of, library.first_of.tolist()),
    )


def _laid_out(reading):
    """What a kept reading has; its terms are in the indexes."""
    return reading.report, reading.structure
