"""The two Debian packages of telephone prompts, small: a few real recordings and some tones.

Begin with `build_packages`. A stand-in for apt-get hands them out, so that the script which fetches them runs as it is
and opens no connection.
"""

import gzip
import shutil
import subprocess
from pathlib import Path

from tests.acceptance.prompts import endless_prompt, spoken_prompts, sung_prompts, write_g722

TEXTS, SOUNDS = "asterisk-core-sounds-en", "asterisk-core-sounds-en-g722"
APT_GET = """#!/bin/sh
[ "$1" = download ] || exit 100
shift
for name; do cp "{folder}/$name.deb" . || exit 100; done
"""


def build_packages(folder: Path) -> None:
    """Write `apt-get` into `folder`, and beside it the packages that it gives."""
    prompts = [*spoken_prompts(), *sung_prompts(), endless_prompt()]
    texts, sounds = folder / "texts", folder / "sounds"
    listed = texts / f"usr/share/doc/{TEXTS}/core-sounds-en.txt.gz"
    listed.parent.mkdir(parents=True)
    with gzip.open(listed, "wt", encoding="utf-8") as file:
        file.writelines(f"{prompt.name}: {prompt.text}\n" for prompt in prompts)
    recordings = sounds / "usr/share/asterisk/sounds/en_US_f_Allison"
    recordings.mkdir(parents=True)
    for prompt in prompts:
        write_g722(recordings / f"{prompt.name}.g722", prompt.wave)
    _pack(texts, TEXTS)
    _pack(sounds, SOUNDS)
    (folder / "apt-get").write_text(APT_GET.format(folder=folder))
    (folder / "apt-get").chmod(0o755)


def _pack(content: Path, name: str) -> None:
    control = content / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(
        f"Package: {name}\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@example.org>\nDescription: a few\n"
    )
    target = content.with_name(f"{name}.deb")
    subprocess.run(
        ["dpkg-deb", "--build", "--root-owner-group", "-Znone", content, target], check=True, stdout=subprocess.DEVNULL
    )
    shutil.rmtree(content)
