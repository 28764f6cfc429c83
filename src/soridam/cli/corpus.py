"""`soridam corpus`: prepare a corpus of recordings, check it, describe it, split it, publish it; show pictures."""

import json
import os
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from soridam.cli.corpus_pictures import show
from soridam.core.errors import EXIT_FAILED, UsageError

app = typer.Typer(help="Prepare, check, describe, split and publish corpora.", no_args_is_help=True)
app.command()(show)


class Reading(StrEnum):
    SPELLING = "spelling"
    PRONUNCIATION = "pronunciation"


class SplitBy(StrEnum):
    SPEAKER = "speaker"
    TEXT = "text"
    BOTH = "both"
    ROW = "row"
    PART = "part"


class Language(StrEnum):
    EN = "en"
    KO = "ko"


Corpus = Annotated[Path, typer.Argument(help="A prepared corpus.", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
LanguageOption = Annotated[Language, typer.Option("--language", help="Language of the output.")]


@app.command()
def readers(as_json: JsonOption = False) -> None:
    """List the kinds of corpora that can be prepared, with their options for --set."""
    from soridam.speech.corpus.readers import READERS, options_of

    if as_json:
        _print_json({name: {"about": about, "options": options_of(name)} for name, about in READERS.items()})
        return
    for name, about in READERS.items():
        options = ", ".join(f"{option}={default!r}" for option, default in options_of(name).items())
        typer.echo(f"{name:<17} {about}" + (f"\n{'':<17} --set {options}" if options else ""))


@app.command()
def prepare(
    folder: Annotated[Path, typer.Argument(help="The recordings and their transcripts.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="A new folder for the corpus.", show_default=False)],
    reader: Annotated[
        str,
        typer.Option(
            help="Kind of corpus; detected from the folder if not given. To list them: soridam corpus readers"
        ),
    ] = "",
    language: Annotated[
        str, typer.Option("--language", "-l", help="Language of rows without one: ko, en, Korean, …")
    ] = "",
    normalizer: Annotated[
        str,
        typer.Option(
            "--normalizer",
            "--text-policy",
            help="How the training text is normalized: korean, english, airtraffic, none, …;"
            " chosen by the kind of corpus or the language if not given.",
        ),
    ] = "",
    reading: Annotated[
        Reading, typer.Option(help="Which side of a dual transcription is used for training.")
    ] = Reading.SPELLING,
    join: Annotated[bool, typer.Option("--join", help="Join neighboring segments up to --max-seconds.")] = False,
    zscore: Annotated[
        bool, typer.Option("--zscore", help="Give every utterance the same loudness (z-score / 32).")
    ] = False,
    max_seconds: Annotated[float, typer.Option(help="Longer utterances are set aside.")] = 30.0,
    min_seconds: Annotated[float, typer.Option(help="Shorter utterances are set aside.")] = 0.1,
    set_: Annotated[list[str] | None, typer.Option("--set", help="NAME=VALUE of the reader; may be repeated.")] = None,
    links_into: Annotated[
        list[Path] | None, typer.Option(help="Recordings may be links into this folder; may be repeated.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; as many as there are cores if not given.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Turn recordings and transcripts into a corpus. If interrupted, the same command continues where it stopped."""
    from soridam.speech.corpus.folder import prepare_folder

    result = prepare_folder(
        folder,
        out,
        reader=reader,
        reader_options=_pairs(set_ or []),
        language=language,
        normalizer=normalizer,
        reading=reading.value,
        join=join,
        zscore=zscore,
        max_seconds=max_seconds,
        min_seconds=min_seconds,
        links_into=links_into or [],
        workers=workers,
    )
    if as_json:
        _print_json(asdict(result) | {"folder": str(result.folder)})
    else:
        _print_preparation(result)


def _pairs(words: list[str]) -> dict[str, Any]:
    from soridam.core.config import parse_value

    pairs = [word.partition("=") for word in words]
    for name, equals, _ in pairs:
        if not equals or not name:
            raise UsageError(
                "option.no-pair",
                "'{name}' is not NAME=VALUE.",
                hint="Write, for example: --set keep_fillers=false",
                name=name,
            )
    return {name: parse_value(value) for name, _, value in pairs}


def _as_written(normalizer: str) -> str:
    return "as written, spaces tidied" if normalizer.partition("-")[0] in ("", "whitespace") else normalizer


def _print_preparation(result: Any) -> None:
    from soridam.speech.corpus.quarantine import explain

    earlier = "" if result.new else "; it was finished already, nothing was done"
    typer.echo(f"{result.folder}: {result.written:,} utterances, {_length(result.hours)} ({result.reader}){earlier}")
    aside = sum(result.quarantined.values())
    joined = f", {result.joined:,} joined to their neighbors" if result.joined else ""
    typer.echo(f"{result.read:,} read = {result.written:,} written + {aside:,} set aside{joined}")
    for reason, count in result.quarantined.items():
        typer.echo(f"  {count:>7,}  {reason}: {explain(reason)}")
    if aside:
        typer.echo(f"Each of them is listed in {result.folder / 'quarantine.jsonl'}")
    typer.echo(f"Training text: {_as_written(result.normalizer)} (--normalizer chooses another)")
    typer.echo(f"Language: {', '.join(result.languages) or 'not known; set it with --language, such as --language ko'}")
    typer.echo(f"Next: soridam corpus check {result.folder}")


@app.command()
def check(
    corpus: Corpus,
    limit: Annotated[int, typer.Option(min=0, help="Findings of each kind that are listed.")] = 5,
    language: LanguageOption = Language.EN,
    as_json: JsonOption = False,
) -> None:
    """Decode every row and list what is wrong or odd. Exit code 1 if there are errors; warnings are only shown."""
    from soridam.core.progress import show_progress
    from soridam.speech.corpus.check import check_corpus
    from soridam.speech.corpus.shards import count_rows

    with show_progress("checking", count_rows(corpus), "rows") as progress:
        report = check_corpus(corpus, progress)
    if as_json:
        findings = [asdict(finding) | {"severity": finding.severity.value} for finding in report.findings]
        _print_json({"rows": report.rows, "errors": len(report.errors), "findings": findings})
    else:
        _print_findings(report, limit, language.value)
    if report.errors:
        raise typer.Exit(EXIT_FAILED)


def _print_findings(report: Any, limit: int, language: str) -> None:
    from soridam.speech.corpus.check import KINDS, count_by_kind

    for kind, count in count_by_kind(report.findings).items():
        severity, english, korean = KINDS[kind]
        typer.echo(f"{severity.value}: {kind} × {count:,}: {korean if language == 'ko' else english}")
        for finding in [finding for finding in report.findings if finding.kind == kind][:limit]:
            typer.echo(f"    {finding.split} row {finding.row}  {finding.id}  {finding.detail}")
        if count > limit:
            typer.echo(f"    … and {count - limit:,} more (--limit, --json)")
    warnings = len(report.findings) - len(report.errors)
    typer.echo(f"{report.rows:,} rows, {len(report.errors):,} errors, {warnings:,} warnings")


@app.command()
def describe(
    corpus: Corpus,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The page; CORPUS/describe.html if not given.")
    ] = None,
    language: LanguageOption = Language.EN,
    examples: Annotated[int, typer.Option(min=0, max=50, help="Utterances to see and hear.")] = 8,
    seed: Annotated[int, typer.Option(help="Chooses the examples.")] = 7,
) -> None:
    """Write one HTML page with figures, plots, spectrograms and playable examples."""
    from soridam.core.progress import show_progress
    from soridam.speech.corpus.describe import describe_corpus
    from soridam.speech.corpus.shards import count_rows

    path = out or corpus / "describe.html"
    with show_progress("measuring", count_rows(corpus), "rows") as progress:
        describe_corpus(corpus, path, language=language.value, examples=examples, seed=seed, progress=progress)
    typer.echo(str(path))


@app.command()
def split(
    corpus: Corpus,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="A new folder for the split corpus.")] = None,
    ratio: Annotated[
        str, typer.Option(help="Train and test such as 9:1, or train, validation and test such as 8:1:1.")
    ] = "8:2",
    by: Annotated[
        SplitBy, typer.Option(help="What must not be on both sides; part uses the corpus's own splits.")
    ] = SplitBy.SPEAKER,
    public: Annotated[str, typer.Option(help="A public split of ATCOSIM: file-order, female or male.")] = "",
    seed: Annotated[int, typer.Option(help="Equal seeds give equal splits.")] = 7,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Compare all ways of splitting; write nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Cut a corpus into train and test, and report which speakers and sentences are on both sides."""
    from soridam.core.progress import show_progress
    from soridam.speech.corpus.shards import count_rows
    from soridam.speech.corpus.split import By, compare_ways, split_corpus

    if dry_run:
        reports = compare_ways(corpus, ratio, seed)
    elif out is None:
        raise UsageError(
            "split.no-out", "Where should the split corpus go?", hint="Add --out NEW_FOLDER, or --dry-run to compare."
        )
    else:
        way = By.PART if public else By(by.value)
        with show_progress("splitting", count_rows(corpus), "rows") as progress:
            reports = [split_corpus(corpus, out, by=way, ratio=ratio, seed=seed, public=public, progress=progress)]
    if as_json:
        _print_json([asdict(report) for report in reports])
    else:
        _print_splits(reports)


def _print_splits(reports: list[Any]) -> None:
    for report in reports:
        sizes = ", ".join(f"{name} {rows:,} ({_length(report.hours[name])})" for name, rows in report.rows.items())
        dropped = f", {report.dropped:,} left out" if report.dropped else ""
        typer.echo(f"by {report.by}: {sizes}{dropped}")
        for leak in report.leaks:
            typer.echo(
                f"    {leak.second} shares with {leak.first}: {leak.speakers:,} speakers"
                f" ({leak.rows_with_shared_speaker:,} of {leak.rows:,} rows),"
                f" {leak.sentences:,} sentences ({leak.rows_with_shared_sentence:,} rows)"
            )


@app.command()
def push(
    corpus: Corpus,
    repo: Annotated[str, typer.Argument(help="NAME or OWNER/NAME on the hub.", show_default=False)],
    public: Annotated[bool, typer.Option("--public", help="Let everyone see it. By default it is private.")] = False,
    allow: Annotated[list[str] | None, typer.Option(help="A kind of finding that is meant to be there.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show everything; send nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Publish a corpus on the hub (HF_ENDPOINT, HF_TOKEN), unless a scan finds secrets in it."""
    from soridam.speech.corpus.push import plan_push, push_corpus

    plan = plan_push(corpus, repo, private=not public)
    if as_json and dry_run:
        _print_json(asdict(plan) | {"folder": str(plan.folder)})
    elif dry_run:
        _print_push(plan)
    else:
        address = push_corpus(plan, token=os.environ.get("HF_TOKEN"), allow=frozenset(allow or []))
        _print_json({"repo": address}) if as_json else typer.echo(address)


def _print_push(plan: Any) -> None:
    seen_by = "private" if plan.private else "public"
    typer.echo(f"{plan.repo} ({seen_by}), {len(plan.files)} files, {plan.total_bytes / 1e6:,.1f} MB")
    for name, size in plan.files.items():
        typer.echo(f"    {size:>14,}  {name}")
    typer.echo(f"Stays here: {', '.join(plan.left_out) or 'nothing'}")
    typer.echo(f"\n{plan.card}")
    typer.echo(f"Suspicious places: {len(plan.secrets)}")
    for secret in plan.secrets:
        typer.echo(f"    {secret.kind}  {secret.place}  {secret.glimpse}")


def _length(hours: float) -> str:
    return f"{hours:,.2f} h" if hours >= 1 else f"{60 * hours:.1f} min"


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
