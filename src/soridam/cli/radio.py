"""`soridam radio make`: a synthetic corpus of air-traffic radio."""

from pathlib import Path
from typing import Annotated

import typer

from soridam.core.errors import UsageError

app = typer.Typer(help="Air-traffic radio: make material, transcribe, evaluate.", no_args_is_help=True)


@app.command()
def make(
    out: Annotated[Path, typer.Option("--out", "-o", help="A new folder for the material.", show_default=False)],
    utterances: Annotated[int, typer.Option("--utterances", min=1, help="Transmissions, all parts together.")] = 1_000,
    hours: Annotated[float | None, typer.Option("--hours", min=0.01, help="In place of --utterances.")] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Equal seeds give equal material.")] = 7,
) -> None:
    """Make a synthetic corpus of radio talk: sentences by a grammar, cheap voices, a VHF channel, lists for retrieval.

    합성 관제 교신 데이터셋을 만듭니다.
    """
    from soridam.core.progress import show_progress
    from soridam.radio.material.channel import Airband
    from soridam.radio.material.make import SECONDS_EACH, make_material

    if out.exists():
        raise UsageError(
            "radio.folder-there",
            "{folder} exists already.",
            hint="Choose a new folder with --out, or remove it.",
            folder=out,
        )
    count = utterances if hours is None else max(1, round(hours * 3600 / SECONDS_EACH))
    with show_progress("speaking", count, "utterances") as progress:
        made = make_material(out, count, seed, Airband(), progress)
    for part, number in made.utterances.items():
        typer.echo(f"{part}: {number:,} utterances, {60 * made.hours[part]:.1f} min")
    typer.echo(f"Next: soridam corpus prepare {out} --text-policy airtraffic-train --out corpora/radio")
