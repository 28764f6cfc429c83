"""OpenAI's own client has pictures painted by a tiny pipeline."""

import base64
import io

import numpy as np
import openai
import pytest
from PIL import Image
from tests.book.paint.tiny_diffusion import write_tiny_sd
from tests.studio.factories import DETAILS
from tests.studio.serving import served

from soridam.studio.jobs.attempt import Attempt
from soridam.studio.tuning.runs import training_folder

pytestmark = pytest.mark.weights  # of the check that looks at every picture
ASKED = {"prompt": "a fox by the sea", "size": "64x32"}


@pytest.fixture
def client(tmp_path, monkeypatch, app, parts):
    monkeypatch.setenv("SORIDAM_BOOK__DIFFUSION__MODEL", str(write_tiny_sd(tmp_path / "tiny")))
    monkeypatch.setenv("SORIDAM_BOOK__DIFFUSION__STEPS", "2")
    monkeypatch.setenv("SORIDAM_BOOK__DIFFUSION__DEVICE", "cpu")
    mina = parts.accounts.create("mina", "maker", "a long password")
    token = parts.accounts.issue(mina, "token", 600, "pictures")
    with served(app) as address:
        yield openai.OpenAI(base_url=f"{address}/v1", api_key=token, max_retries=0)


def opened(picture):
    return Image.open(io.BytesIO(base64.b64decode(picture.b64_json)))


def pixels(picture):
    return np.asarray(opened(picture)).astype(int)


def test_pictures_of_a_prompt_come_as_labeled_png_and_a_seed_gives_the_same_ones_again(client):
    answer = client.images.generate(**ASKED, n=2, extra_body={"seed": 7})
    assert [picture.seed for picture in answer.data] == [7, 8]
    assert [opened(picture).size for picture in answer.data] == [(64, 32)] * 2
    assert "trainedAlgorithmicMedia" in opened(answer.data[0]).info["XML:com.adobe.xmp"]
    (again,) = client.images.generate(**ASKED, extra_body={"seed": 8}).data
    first, second = (pixels(picture) - pixels(again) for picture in answer.data)
    assert abs(second).max() <= 2 < abs(first).max()  # a batch of two is added up in another order
    (drawn,) = client.images.generate(**ASKED).data
    assert drawn.seed != 7
    assert "gpt-image-1" in {model.id for model in client.models.list()}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"model": "/etc/passwd"}, openai.NotFoundError),
        ({"size": "100x100"}, openai.BadRequestError),
        ({"size": "4096x4096"}, openai.BadRequestError),
        ({"n": 11}, openai.BadRequestError),
        ({"response_format": "url"}, openai.BadRequestError),
        ({"prompt": ""}, openai.BadRequestError),
    ],
)
def test_what_cannot_be_painted_is_refused_as_their_clients_expect(client, changes, error):
    with pytest.raises(error):
        client.images.generate(**{**ASKED, **changes})


def give_tuned_model(parts, user, name):
    """A run of this user's that a job has finished."""
    run = parts.runs.create(user, "train", name, DETAILS["train"], family="image")
    run = parts.runs.start(user, run, {})
    write_tiny_sd(training_folder(run.folder) / "model")
    Attempt(parts.jobs, parts.jobs.claim("test", ["cpu", "gpu"], 60)).finish({})


def test_a_tuned_model_paints_by_its_name_and_for_nobody_else(client, parts, monkeypatch):
    monkeypatch.setenv("SORIDAM_BOOK__DIFFUSION__MODEL", "nothing")
    give_tuned_model(parts, parts.accounts.find(client.api_key, "token"), "우리 토끼")
    assert "우리 토끼" in {model.id for model in client.models.list()}
    (picture,) = client.images.generate(**ASKED | {"size": "auto"}, model="우리 토끼").data
    assert opened(picture).size == (32, 32)
    jun = parts.accounts.create("jun", "maker", "a long password")
    other = client.with_options(api_key=parts.accounts.issue(jun, "token", 600, "pictures"))
    with pytest.raises(openai.NotFoundError):
        other.images.generate(**ASKED, model="우리 토끼")


def test_a_token_of_another_scope_paints_nothing(client, parts):
    jun = parts.accounts.create("jun", "maker", "a long password")
    other = client.with_options(api_key=parts.accounts.issue(jun, "token", 600, "language"))
    with pytest.raises(openai.PermissionDeniedError):
        other.images.generate(**ASKED)


def test_a_model_that_cannot_be_loaded_is_told(client, monkeypatch, tmp_path):
    monkeypatch.setenv("SORIDAM_BOOK__DIFFUSION__MODEL", str(tmp_path))
    with pytest.raises(openai.APIStatusError, match="model_index"):
        client.images.generate(**ASKED)
