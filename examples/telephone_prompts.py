"""Fetch real telephone speech to try Soridam on: about 550 English prompts by one professional speaker, 24 minutes.

    python examples/telephone_prompts.py data/prompts

They are the voice prompts of the Asterisk telephone system (Allison Smith, CC-BY-SA 3.0), taken from Debian's packages.
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

PACKAGES = ["asterisk-core-sounds-en", "asterisk-core-sounds-en-g722"]
TRANSCRIPTS = "usr/share/doc/asterisk-core-sounds-en/core-sounds-en.txt.gz"
REMARK = re.compile(r"\[.*?\]|\(.*?\)|<.*?>")
RECORDINGS = "usr/share/asterisk/sounds/en_US_f_Allison"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where to write the recordings and metadata.csv")
    parser.add_argument("--deb", type=Path, nargs="*", default=[], help="the two packages, if you have them already")
    arguments = parser.parse_args()
    if (arguments.folder / "metadata.csv").exists():
        print(f"{arguments.folder} is there already.")
        return 0
    try:
        count = fetch_prompts(arguments.folder, arguments.deb)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Error: the packages could not be fetched: {error}", file=sys.stderr)
        print(
            "  Do: on Debian or Ubuntu run `apt-get update` first; elsewhere download the two packages",
            file=sys.stderr,
        )
        print(f"      ({', '.join(PACKAGES)}) by hand and give them with --deb.", file=sys.stderr)
        return 1
    print(f"{count} prompts are in {arguments.folder}.")
    print(f"Next: soridam corpus prepare {arguments.folder} --language en --out corpora/prompts")
    return 0


def fetch_prompts(folder: Path, packages: list[Path]) -> int:
    """Write recordings and metadata.csv to `folder`; returns how many. Nothing half done is left behind."""
    with tempfile.TemporaryDirectory() as temporary:
        unpacked = Path(temporary) / "unpacked"
        for package in packages or download_packages(Path(temporary)):
            subprocess.run(["dpkg-deb", "-x", package, unpacked], check=True)
        staged = Path(temporary) / "staged"
        count = write_folder(unpacked, staged)
        shutil.copytree(staged, folder, dirs_exist_ok=True)
    return count


def download_packages(folder: Path) -> list[Path]:
    command = ["apt-get", "download", *PACKAGES]
    if subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode != 0:
        subprocess.run(["apt-get", "update"], capture_output=True, check=False)  # the lists may never have been read
        subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return sorted(folder.glob("*.deb"))


def write_folder(unpacked: Path, folder: Path) -> int:
    rows = []
    for name, text in iter_spoken(unpacked / TRANSCRIPTS):
        recording = unpacked / RECORDINGS / f"{name}.g722"
        if recording.exists():
            target = folder / recording.relative_to(unpacked / RECORDINGS)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(recording, target)
            rows.append({"file_name": str(target.relative_to(folder)), "text": text, "speaker": "allison"})
    with (folder / "metadata.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=["file_name", "text", "speaker"])
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def iter_spoken(transcripts: Path) -> Iterator[tuple[str, str]]:
    """Name and text of each prompt that is speech. Tones, beeps and silence are described in brackets."""
    with gzip.open(transcripts, "rt", encoding="utf-8") as file:
        for line in file:
            name, colon, description = line.strip().partition(": ")
            text = as_spoken(description)
            if colon and text and not name.startswith(";"):
                yield name, text


def as_spoken(description: str) -> str:
    """What the speaker says: remarks in brackets go, the telephone's keys get their names."""
    text = REMARK.sub(" ", description).replace("*", " star ").replace("#", " pound ")
    return " ".join(text.split())


if __name__ == "__main__":
    sys.exit(main())
