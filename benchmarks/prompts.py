"""The telephone prompts as a corpus, a run and an export, made with the README's own commands. Begin with `make`."""

import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "data" / "benchmarks" / "prompts"  # the commands run here
CORPUS, SPLIT = WORK / "corpora" / "prompts", WORK / "corpora" / "prompts-split"
RUN, EXPORT = WORK / "runs" / "prompts", WORK / "models" / "prompts"
COMMANDS = {  # by the file that each writes last; a test holds them against the README
    WORK / "data/prompts/metadata.csv": "python examples/telephone_prompts.py data/prompts",
    CORPUS / "corpus.json": "soridam corpus prepare data/prompts --language en --out corpora/prompts",
    SPLIT / "corpus.json": "soridam corpus split corpora/prompts --by text --ratio 8:2 --out corpora/prompts-split",
    RUN / "model/README.md": (
        "soridam train base data.corpus=corpora/prompts-split batches.seconds=24 optimizer.epochs=3 --out runs/prompts"
    ),
    EXPORT / "parity.json": "soridam export runs/prompts --corpus corpora/prompts-split --out models/prompts",
}
PROGRAMS = {
    "python": [sys.executable],
    "soridam": [sys.executable, "-m", "soridam"],
    "examples/telephone_prompts.py": [str(ROOT / "examples" / "telephone_prompts.py")],
}


def make(wanted: Path) -> Path:
    """Run the commands until this folder is made; what is whole already is kept. Returns the folder."""
    WORK.mkdir(parents=True, exist_ok=True)
    for written, command in COMMANDS.items():
        if not written.exists():
            words = [part for word in shlex.split(command) for part in PROGRAMS.get(word, [word])]
            subprocess.run(words, cwd=WORK, check=True, stdout=sys.stderr)
        if written.is_relative_to(wanted):
            return wanted
    raise ValueError(f"No command makes {wanted}.")
