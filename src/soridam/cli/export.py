"""`soridam export`: from a run or a model to the folder that serves, compared with its original."""

import json
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from soridam.core.errors import UsageError

if TYPE_CHECKING:
    from soridam.evaluation.exports import ExportScores
    from soridam.image.export import Form as PictureForm
    from soridam.language.export import Form as LanguageForm
    from soridam.recipes import Family
    from soridam.speech.evaluation.testsets import TestSet
    from soridam.speech.export import Export


class FormChoice(StrEnum):
    GGUF = "gguf"
    CTRANSLATE2 = "ctranslate2"
    DIFFUSERS_LORA = "diffusers-lora"
    KOHYA_LORA = "kohya-lora"
    MERGED = "merged"


FORMS: "dict[Family, tuple[FormChoice, ...]]" = {
    "speech": (FormChoice.CTRANSLATE2,),
    "language": (FormChoice.GGUF, FormChoice.CTRANSLATE2),
    "image": (FormChoice.DIFFUSERS_LORA, FormChoice.KOHYA_LORA, FormChoice.MERGED),
}


class QuantizationChoice(StrEnum):
    INT8 = "int8"
    FLOAT16 = "float16"
    FLOAT32 = "float32"


def export(
    model: Annotated[str, typer.Argument(metavar="RUN_OR_MODEL", help="A run, a model or adapter folder, or a name.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The new folder.")],
    quantization: Annotated[
        QuantizationChoice | None,
        typer.Option("--quantization", "-q", help="int8, the default, is smallest and fastest on a CPU."),
    ] = None,
    form: Annotated[
        FormChoice | None,
        typer.Option(
            "--format",
            help="Of a language model: gguf (the default) or ctranslate2. Of a picture model: diffusers-lora (the "
            "default), kohya-lora or merged.",
        ),
    ] = None,
    corpus: Annotated[
        Path | None,
        typer.Option("--corpus", help="A prepared corpus: compare and score on it. By default the run's own."),
    ] = None,
    split: Annotated[str | None, typer.Option("--split", help="The split of --corpus to use. Default: test.")] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=0, help="Score that many rows of --corpus; 0: all.")
    ] = None,
    threshold: Annotated[
        float,
        typer.Option("--threshold", min=0, help="Percentage points by which the export may be significantly worse."),
    ] = 0.5,
    language: Annotated[
        str | None, typer.Option("--language", "-l", help="Language of --corpus, if it differs from its rows.")
    ] = None,
    text_policy: Annotated[
        str | None, typer.Option("--text-policy", help="How texts of --corpus are compared.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Convert a model for serving, and refuse it if it says something else than the original.

    A Whisper becomes CTranslate2; the run of a language model becomes GGUF, the file of llama.cpp, or CTranslate2; the
    run of a picture model becomes a LoRA in the form of Diffusers or of kohya, or a whole pipeline.

    학습한 모델을 빠른 추론용 폴더로 내보내고, 원본과 같은 결과를 내는지 확인합니다.
    """
    from soridam.evaluation.exports import refuse_existing
    from soridam.recipes import family_of

    refuse_existing(out)
    about_corpus = {"--split": split, "--limit": limit, "--language": language, "--text-policy": text_policy}
    given = [flag for flag, value in about_corpus.items() if value is not None]
    family = family_of(model)
    _refuse_form(form, family)
    if family == "image":
        of_others = {"--quantization": quantization, "--corpus": corpus}
        refuse_for_pictures([flag for flag, value in of_others.items() if value is not None] + given)
        _export_pictures(Path(model), out, form or FormChoice.DIFFUSERS_LORA, as_json=as_json)
        return
    quantization = quantization or QuantizationChoice.INT8
    if family == "language":
        refuse_for_others(["--corpus"] * (corpus is not None) + given, family)
        _export_language(Path(model), out, form or FormChoice.GGUF, quantization, as_json=as_json)
        return
    from soridam.speech.export import export_model
    from soridam.speech.languages import language_code

    if given and corpus is None:
        raise UsageError(
            "export.no-corpus",
            "{option} is about a corpus, and none was given.",
            hint="Add it: --corpus FOLDER",
            option=given[0],
        )
    code = language_code(language) if language else ""
    done = export_model(
        model,
        out,
        precision=quantization.value,
        held_out=_held_out(corpus, split or "test", limit or 0, code, text_policy) if corpus else None,
        threshold=threshold,
    )
    typer.echo(json.dumps(done.to_json(model), ensure_ascii=False, indent=2) if as_json else _describe(done))


def _refuse_form(form: FormChoice | None, family: "Family") -> None:
    """Raise UsageError for a form that models of this family are not written in."""
    if form is None or form in FORMS[family]:
        return
    if form is FormChoice.GGUF and family == "speech":
        raise UsageError(
            "export.no-gguf", "A model of speech is not written as GGUF.", hint="Leave --format out: it is CTranslate2."
        )
    raise UsageError(
        "export.no-form",
        "This model is not written as {form}.",
        hint="Choose one of: {names}",
        form=form.value,
        names=", ".join(each.value for each in FORMS[family]),
    )


def refuse_for_pictures(options: list[str]) -> None:
    """Raise UsageError for options that picture models do not have, and language models do."""
    if options:
        raise UsageError(
            "image.no-option",
            "{option} is for models of speech and language models.",
            hint="Leave it out for a picture model.",
            option=options[0],
        )


def refuse_for_others(options: list[str], family: "Family") -> None:
    """Raise UsageError for options that only speech has; the hint names the family that was given."""
    if options:
        raise UsageError(
            "language.no-option",
            "{option} is for models of speech.",
            hint="Leave it out for a picture model." if family == "image" else "Leave it out for a language model.",
            option=options[0],
        )


def _export_language(
    run: Path, out: Path, form: FormChoice, quantization: QuantizationChoice, *, as_json: bool
) -> None:
    from soridam.language.export import export_model

    parity = export_model(run, out, form=cast("LanguageForm", form.value), precision=quantization.value)
    if as_json:
        typer.echo(json.dumps(asdict(parity), indent=2))
        return
    typer.echo(
        f"{out}: {parity.form}, {parity.precision}\n"
        f"  {parity.equal_tokens} of {parity.tokens} greedy tokens are the original's ({parity.prompts} prompts)\n"
        f"  perplexity {parity.exported_perplexity:.3f}, of the original {parity.original_perplexity:.3f}"
    )


def _export_pictures(run: Path, out: Path, form: FormChoice, *, as_json: bool) -> None:
    from soridam.image.export import export_model

    parity = export_model(run, out, form=cast("PictureForm", form.value))
    if as_json:
        typer.echo(json.dumps(asdict(parity), indent=2))
        return
    typer.echo(
        f"{out}: {parity.form}\n"
        f"  {parity.keys} tensors, all taken by a plain pipeline\n"
        f"  {parity.pictures} pictures differ by at most {parity.largest_difference:.2f} of 255 from the tuned model's"
    )


def _held_out(corpus: Path, split: str, limit: int, language: str, text_policy: str | None) -> "TestSet":
    from soridam.speech.evaluation.testsets import open_test_set, scoring_text

    return open_test_set(
        corpus, split, partial(scoring_text, text_policy or ""), role="domain", language=language, limit=limit
    )


def _describe(done: "Export") -> str:
    exported = done.exported
    equal = exported.utterances - len(exported.differences)
    lines = [
        f"{done.folder}: {done.precision}, {done.size / 1e6:,.0f} MB",
        f"  compared on  {done.compared_on}" + ("" if done.is_speech else "; --corpus FOLDER compares on speech"),
        f"  conversion   {done.float32.equal_tokens:,} of {done.float32.tokens:,} tokens equal in float32",
        f"  {done.precision:<12} {equal} of {exported.utterances} utterances equal to the original's",
    ]
    if done.scores:
        scores = done.scores
        lines.append(
            f"  held out     {scores.metric.upper()} {scores.exported:.2%}, the original's {scores.original:.2%} "
            f"({scores.rows:,} rows{_doubt(done.scores)})"
        )
    lines.append(f"Next: soridam transcribe recording.wav --model {done.folder}")
    return "\n".join(lines)


def _doubt(scores: "ExportScores") -> str:
    return "; the difference may be chance" if scores.loss and scores.may_be_chance else ""
