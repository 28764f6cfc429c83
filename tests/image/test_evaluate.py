import pytest
from tests.image.tuning.small_model import draw, write_model

from soridam.core.errors import CorpusError
from soridam.image.evaluate import evaluate_models
from soridam.image.report import write_report

pytestmark = pytest.mark.weights  # CLIP's vocabulary


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    return [str(write_model(tmp_path_factory.mktemp(name))) for name in ("first", "second")]


@pytest.fixture(scope="module")
def evaluation(models, tmp_path_factory):
    return evaluate_models(models, draw(tmp_path_factory.mktemp("pictures"), 6), names=["base", "tuned"])


def test_equal_models_have_equal_scores_and_do_not_differ(evaluation):
    first, second = evaluation.scores
    assert first.loss == second.loss and first.samples == second.samples
    assert [(test.first, test.second, test.loss.difference) for test in evaluation.tests] == [("base", "tuned", 0.0)]


def test_the_loss_is_the_mean_over_the_noise_levels(evaluation):
    score = evaluation.scores[0]
    assert score.loss.units == 6 and len(score.by_level) == 6
    assert score.loss.rate == pytest.approx(sum(score.by_level) / 6)


def test_models_whose_latents_differ_are_not_compared(evaluation, models, tmp_path):
    from pathlib import Path

    from soridam.image.small import TINY, new_autoencoder, save_untrained

    new_autoencoder(TINY, seed=1).save_pretrained(tmp_path / "autoencoder")
    other = save_untrained(tmp_path / "model", TINY, tmp_path / "autoencoder", seed=0)
    found = evaluate_models([models[0], str(other)], draw(Path(tmp_path / "pictures"), 3))
    assert len(found.scores) == 2 and found.tests == ()


def test_the_report_shows_the_samples_of_all_models_side_by_side(evaluation, tmp_path):
    write_report(evaluation, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text()
    assert page.count("data:image/png;base64,") == 2 * len(evaluation.captions)
    assert all(caption in page for caption in evaluation.captions)


def test_a_folder_without_usable_pictures_is_refused(models, tmp_path):
    (tmp_path / "broken.png").write_bytes(b"no picture")
    with pytest.raises(CorpusError, match="to evaluate on"):
        evaluate_models(models[:1], tmp_path)


def test_of_a_folder_without_parts_a_run_is_scored_on_what_it_has_held_out(models, tmp_path):
    from tests.image.tuning.small_model import config_of

    from soridam.core.files import read_json
    from soridam.image.recipe import train

    pictures = draw(tmp_path / "pictures", 10)
    train(config_of(models[0], pictures, optimizer={"steps": 2}), tmp_path / "run")
    held_out = read_json(tmp_path / "run" / "pictures.json")["pictures"]["validation"]
    found = evaluate_models([str(tmp_path / "run"), models[0]], pictures)
    assert [score.loss.units for score in found.scores] == [held_out, held_out] and held_out < 10


def test_each_picture_is_decoded_once_for_all_models(models, tmp_path, monkeypatch):
    from tests.image.tuning.small_model import config_of

    from soridam.image.data import preflight
    from soridam.image.recipe import train

    pictures = draw(tmp_path / "pictures", 10)
    train(config_of(models[0], pictures, optimizer={"steps": 1}), tmp_path / "run")
    decoded, plain = [], preflight.decode_picture

    def counting(path):
        decoded.append(path)
        return plain(path)

    monkeypatch.setattr(preflight, "decode_picture", counting)
    evaluate_models([str(tmp_path / "run"), models[0]], pictures)
    assert len(decoded) == len(set(decoded)) == 10
