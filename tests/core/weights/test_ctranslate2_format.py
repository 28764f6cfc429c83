import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soridam.core.errors import WeightsError
from soridam.core.weights.ctranslate2_format import read_model


def test_the_spec_and_the_tied_projection_are_read(tiny_ctranslate2):
    with read_model(tiny_ctranslate2 / "model.bin") as model:
        assert model.spec == "WhisperSpec"
        assert (model.array("decoder/projection/weight") == model.array("decoder/embeddings/weight")).all()


def test_a_missing_variable_is_named(tiny_ctranslate2):
    with read_model(tiny_ctranslate2 / "model.bin") as model, pytest.raises(WeightsError, match="encoder/nothing"):
        model.array("encoder/nothing")


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "model.bin").touch()
    with pytest.raises(WeightsError, match="empty"):
        read_model(tmp_path / "model.bin")


def test_bytes_after_the_end_are_refused(tiny_ctranslate2, tmp_path):
    (tmp_path / "model.bin").write_bytes((tiny_ctranslate2 / "model.bin").read_bytes() + b"more")
    with pytest.raises(WeightsError, match="4 bytes follow"):
        read_model(tmp_path / "model.bin")


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 0.999999))
def test_a_file_cut_anywhere_is_refused(tiny_ctranslate2, tmp_path, share):
    data = (tiny_ctranslate2 / "model.bin").read_bytes()
    (tmp_path / "model.bin").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(WeightsError):
        read_model(tmp_path / "model.bin")


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200))
def test_arbitrary_bytes_are_refused_and_never_crash(tmp_path, data):
    (tmp_path / "model.bin").write_bytes(b"\x06\0\0\0" + data)
    with pytest.raises(WeightsError):
        read_model(tmp_path / "model.bin")
