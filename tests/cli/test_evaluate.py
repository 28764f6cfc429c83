import json

import pytest
from tests.book.paint.tiny_diffusion import write_tiny_sd
from tests.language.tiny_llama import write_tiny_llama
from tests.speech.evaluation.evaluated import write_corpus
from tests.speech.tiny_whisper import build_tiny_whisper

from soridam.cli.main import run
from soridam.core.files import read_json

ROWS = [{"text": "turn left", "speaker": "a"}, {"text": "climb", "speaker": "b", "duration": 2.0}]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models") / "tiny"
    whisper = build_tiny_whisper(layers=1)
    end = whisper.tokens.end  # the only token that it may write, so that it is done at once
    whisper.generation.suppress_tokens = [token for token in range(whisper.config.vocab_size) if token != end]
    whisper.generation.begin_suppress_tokens = []
    whisper.save(folder)
    return folder


def test_an_evaluation_prints_a_table_and_leaves_a_report(model, tmp_path, capsys):
    corpus, other = write_corpus(tmp_path / "corpus", ROWS), write_corpus(tmp_path / "other", ROWS)
    out = tmp_path / "evaluation"
    assert run(["evaluate", str(model), "--corpus", str(corpus), "--general", str(other), "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "corpus/test" in printed and "other/test" in printed and "WER %" in printed
    assert (out / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert len(read_json(out / "evaluation.json")["utterances"]) == 4


def test_json_on_stdout_is_nothing_but_json(model, tmp_path, capsys):
    corpus = write_corpus(tmp_path / "corpus", ROWS)
    command = [
        "evaluate",
        str(model),
        "--corpus",
        str(corpus),
        "--out",
        str(tmp_path / "out"),
        "--json",
        "--limit",
        "1",
    ]
    assert run(command) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["sets"][0]["utterances"] == 1
    assert printed["scores"][0]["scores"]["wer"]["interval"]["rate"] == 1.0


def test_an_unknown_text_policy_is_a_usage_error(model, tmp_path, capsys):
    corpus = write_corpus(tmp_path / "corpus", ROWS)
    assert run(["evaluate", str(model), "--corpus", str(corpus), "--text-policy", "koraen"]) == 2
    assert "koraen" in capsys.readouterr().err


def test_a_folder_that_is_no_corpus_says_what_to_do(model, tmp_path, capsys):
    assert run(["evaluate", str(model), "--corpus", str(tmp_path)]) == 1
    assert "soridam corpus prepare" in capsys.readouterr().err


def test_long_recordings_are_for_exports(model, tmp_path, capsys):
    corpus = write_corpus(tmp_path / "corpus", [{"text": "turn left", "duration": 20.0}] * 4)
    command = ["--corpus", str(corpus), "--out", str(tmp_path / "out"), "--long"]
    assert run(["evaluate", str(model), *command]) == 1
    assert f"soridam export {model}" in capsys.readouterr().err
    assert run(["export", str(model), "--out", str(tmp_path / "exported"), "-q", "float32"]) == 0
    assert run(["evaluate", str(tmp_path / "exported"), *command]) == 0
    assert "corpus-long/test" in capsys.readouterr().out


def test_language_models_are_scored_on_examples_with_a_report(tmp_path, capsys):
    tiny = str(write_tiny_llama(tmp_path / "tiny", positions=200))
    rows = [{"prompt": f"say {n}", "completion": f"it is {n}"} for n in range(6)]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    out = tmp_path / "report"
    assert run(["evaluate", tiny, "--corpus", str(tmp_path / "rows.jsonl"), "--out", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["scores"][0]["perplexity"]["rate"] > 1
    assert "<html" in (out / "report.html").read_text()


def test_models_of_two_families_are_not_compared(tmp_path, capsys):
    assert run(["evaluate", "base", "smollm2-135m", "--corpus", str(tmp_path)]) == 2
    assert "cannot be compared" in capsys.readouterr().err


def test_what_picture_models_do_not_have_is_refused_and_the_hint_names_them(tmp_path, capsys):
    model = tmp_path / "model"
    write_tiny_sd(model)
    command = ["evaluate", str(model), "--corpus", str(tmp_path), "--out", str(tmp_path / "out")]
    assert run([*command, "--general", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "--general" in told and "picture model" in told
    assert run([*command, "--text-policy", "korean"]) == 2
    told = capsys.readouterr().err
    assert "--text-policy" in told and "picture model" in told and "language model" not in told
