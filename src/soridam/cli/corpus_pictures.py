"""`soridam corpus show`: what is in a folder of pictures, before a model is trained on it."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from soridam.core.errors import EXIT_FAILED

if TYPE_CHECKING:
    from soridam.image.data.picture import Rejection
    from soridam.image.data.preflight import Checked

LISTED = 5  # pictures of each reason


def show(
    folder: Annotated[
        Path,
        typer.Argument(
            help="Pictures with captions: .txt beside them, metadata.jsonl, folders like '10_fox', or a book.",
            show_default=False,
        ),
    ],
    side: Annotated[int, typer.Option(min=64, help="Side in pixels of the squares that the model was made for.")] = 512,
    step: Annotated[int, typer.Option(min=1, help="Buckets have sides in multiples of this.")] = 64,
    caption: Annotated[str, typer.Option(help="Caption of pictures without one.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what is in a folder of pictures. Exit code 1 if some cannot be used; what is odd is only shown.

    그림 폴더에 무엇이 있는지 보여 줍니다: 장수, 크기, 빠진 캡션, 같은 그림.
    """
    from soridam.image.data.preflight import check_pictures

    checked = check_pictures(folder, side=side, step=min(side, step), caption=caption)
    if as_json:
        typer.echo(json.dumps(_as_json(checked), ensure_ascii=False, indent=2))
    else:
        _print(folder, checked, side)
    if checked.rejected:
        raise typer.Exit(EXIT_FAILED)


def _as_json(checked: "Checked") -> dict[str, Any]:
    return {
        "pictures": [
            {
                "place": one.picture.place,
                "caption": one.picture.caption,
                "repeats": one.picture.repeats,
                "part": one.part,
                "size": list(one.size),
                "bucket": str(one.bucket),
            }
            for one in checked.found
        ],
        "rejected": [one.to_json() for one in checked.rejected],
        "notes": [one.to_json() for one in checked.notes],
    }


def _print(folder: Path, checked: "Checked", side: int) -> None:
    found = checked.found
    seen = sum(one.picture.repeats for one in found)
    repeated = f", {seen:,} with their repeats" if seen > len(found) else ""
    typer.echo(f"{folder}: {len(found):,} pictures can be used{repeated}; {len(checked.rejected):,} cannot")
    if found:
        smallest, largest = (f(found, key=lambda one: one.size[0] * one.size[1]).size for f in (min, max))
        typer.echo(f"Sizes: {smallest[0]} x {smallest[1]} to {largest[0]} x {largest[1]}")
        buckets = Counter(str(one.bucket) for one in found).most_common()
        typer.echo(f"Cut to, for {side} x {side}: " + ", ".join(f"{bucket} ({count:,})" for bucket, count in buckets))
        parts = Counter(one.part for one in found)
        typer.echo("Parts: " + ", ".join(f"{part} {count:,}" for part, count in parts.items()))
    _print_each("Cannot be used", checked.rejected)
    _print_each("Odd", checked.notes)


def _print_each(title: str, found: "Sequence[Rejection]") -> None:
    """Print the first few of each reason."""
    from soridam.image.data.reasons import explain

    for reason, count in Counter(one.reason for one in found).most_common():
        typer.echo(f"{title}: {reason} x {count:,}: {explain(reason)}")
        same = [one for one in found if one.reason == reason]
        for one in same[:LISTED]:
            typer.echo(f"    {one.place}  {one.detail}")
        if count > LISTED:
            typer.echo(f"    … and {count - LISTED:,} more (--json)")
