"""Fetch real telephone speech to try Soridam on: about 550 English prompts by one professional speaker, 24 minutes.

    python examples/telephone_prompts.py data/prompts
    python examples/telephone_prompts.py data/spanish --language es

They are the voice prompts of the Asterisk telephone system (CC-BY-SA 3.0), taken from Debian's packages: in English and
Spanish by Allison Smith, in Italian by a speaker called Carlo.
The script downloads the two packages with `apt-get download` (it installs nothing), or reads .deb files that you give
with --deb, and writes a folder that `soridam corpus prepare` understands: the recordings and metadata.csv.
"""

import argparse
import csv
import gzip
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("asterisk-core-sounds-{language}", "asterisk-core-sounds-{language}-g722")
TRANSCRIPTS = "usr/share/doc/asterisk-core-sounds-{language}/core-sounds-{language}.txt.gz"
RECORDINGS = "usr/share/asterisk/sounds"
REMARK = re.compile(r"\[.*?\]|\(.*?\)|<.*?>")
NO_SPEECH = ("silence/", "beep", "ascending-", "descending-")  # whose descriptions are not always in brackets
SPEAKERS = {"en": "allison", "es": "allison", "it": "carlo"}
KEYS = {"en": ("star", "pound"), "es": ("asterisco", "gato"), "it": ("asterisco", "cancelletto")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where to write the recordings and metadata.csv")
    parser.add_argument("--deb", type=Path, nargs="*", default=[], help="the two packages, if you have them already")
    parser.add_argument("--language", choices=sorted(SPEAKERS), default="en")
    arguments = parser.parse_args()
    language = arguments.language
    if (arguments.folder / "metadata.csv").exists():
        print(f"{arguments.folder} is there already.")
        return 0
    try:
        count = fetch_prompts(arguments.folder, arguments.deb, language)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Error: the packages could not be fetched: {error}", file=sys.stderr)
        print(
            "  Do: on Debian or Ubuntu run `apt-get update` first; elsewhere download the two packages",
            file=sys.stderr,
        )
        print(f"      ({', '.join(package_names(language))}) by hand and give them with --deb.", file=sys.stderr)
        return 1
    print(f"{count} prompts are in {arguments.folder}.")
    print(
        f"Next: soridam corpus prepare {arguments.folder} --language {language} --out corpora/{arguments.folder.name}"
    )
    return 0


def fetch_prompts(folder: Path, packages: list[Path], language: str = "en") -> int:
    """Write recordings and metadata.csv to `folder`; returns how many. Nothing half done is left behind."""
    with tempfile.TemporaryDirectory() as temporary:
        unpacked = Path(temporary) / "unpacked"
        for package in packages or download_packages(Path(temporary), language):
            subprocess.run(["dpkg-deb", "-x", package, unpacked], check=True)
        staged = Path(temporary) / "staged"
        count = write_folder(unpacked, staged, language)
        shutil.copytree(staged, folder, dirs_exist_ok=True)
    return count


def package_names(language: str) -> list[str]:
    return [name.format(language=language) for name in PACKAGES]


def download_packages(folder: Path, language: str = "en") -> list[Path]:
    command = ["apt-get", "download", *package_names(language)]
    if subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode != 0:
        subprocess.run(["apt-get", "update"], capture_output=True, check=False)  # the lists may never have been read
        subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return sorted(folder.glob("*.deb"))


def write_folder(unpacked: Path, folder: Path, language: str = "en") -> int:
    (sounds,) = (unpacked / RECORDINGS).glob(f"{language}_*")  # one speaker for each language
    rows = []
    for name, text in iter_spoken(unpacked / TRANSCRIPTS.format(language=language), KEYS[language]):
        recording = sounds / f"{name}.g722"
        if recording.exists() and (language == "en" or not name.startswith(NO_SPEECH)):
            target = folder / recording.relative_to(sounds)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(recording, target)
            rows.append({"file_name": str(target.relative_to(folder)), "text": text, "speaker": SPEAKERS[language]})
    with (folder / "metadata.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=["file_name", "text", "speaker"])
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def iter_spoken(transcripts: Path, keys: tuple[str, str] = KEYS["en"]) -> Iterator[tuple[str, str]]:
    """Name and text of each prompt that is speech. Tones, beeps and silence are described in brackets."""
    with gzip.open(transcripts, "rt", encoding="utf-8") as file:
        for line in file:
            name, colon, description = line.strip().partition(": ")
            text = as_spoken(description, keys)
            if colon and text and not name.startswith(";"):
                yield name, text


def as_spoken(description: str, keys: tuple[str, str] = KEYS["en"]) -> str:
    """What the speaker says: remarks in brackets go, the telephone's keys get their names."""
    text = REMARK.sub(" ", description).replace("*", f" {keys[0]} ").replace("#", f" {keys[1]} ")
    return " ".join(text.split())


if __name__ == "__main__":
    sys.exit(main())
