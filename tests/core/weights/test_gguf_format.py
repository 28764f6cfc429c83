import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.weights.tiny_gguf import F32, Q4_1, Q8_0, floats, write_gguf

from soridam.core.errors import WeightsError
from soridam.core.weights.gguf_format import read_gguf
from soridam.core.weights.trust import trusted

VALUES = {"general.architecture": "llama", "llama.block_count": 2, "eps": 0.5, "words": ["a", "나"], "types": [1, -3]}


def half(*numbers: float) -> bytes:
    return np.array(numbers, "<f2").tobytes()


@pytest.fixture
def path(tmp_path):
    return write_gguf(
        tmp_path / "model.gguf", VALUES, {"x": floats(np.arange(6.0).reshape(2, 3)), "y": floats(np.ones(3))}
    )


def test_values_and_tensors_come_back_as_they_were_written(path):
    with read_gguf(path) as model:
        assert model.values == VALUES
        assert np.array_equal(model.array("x"), np.arange(6, dtype=np.float32).reshape(2, 3))
        assert np.array_equal(model.array("y"), np.ones(3, np.float32))


def test_four_bits_are_a_step_of_the_scale_above_the_smallest_value(tmp_path):
    block = half(0.5, -1.0) + bytes(low | (15 - low) << 4 for low in range(16))
    with read_gguf(write_gguf(tmp_path / "model.gguf", {}, {"x": (Q4_1, (1, 32), block)})) as model:
        assert model.array("x")[0].tolist() == [0.5 * step - 1 for step in (*range(16), *reversed(range(16)))]


def test_eight_bits_are_signed_steps_of_the_scale(tmp_path):
    steps = np.arange(-16, 16, dtype=np.int8)
    with read_gguf(write_gguf(tmp_path / "model.gguf", {}, {"x": (Q8_0, (32,), half(2.0) + steps.tobytes())})) as model:
        assert model.array("x").tolist() == (2.0 * steps).tolist()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 0.99))
def test_a_file_cut_anywhere_is_refused(path, tmp_path, share):
    data = path.read_bytes().rstrip(b"\0")
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(WeightsError, match="not a complete GGUF"):
        read_gguf(cut)


@pytest.mark.parametrize(
    ("tensor", "said"),
    [
        ((99, (32,), b""), "unknown way 99"),
        ((Q4_1, (3,), b""), "no whole blocks"),
        ((F32, (2**62,), b""), "ends within"),
    ],
)
def test_tensors_that_cannot_be_are_refused(tmp_path, tensor, said):
    with pytest.raises(WeightsError, match=said):
        read_gguf(write_gguf(tmp_path / "model.gguf", {}, {"x": tensor}))


def test_a_folder_is_trusted_by_what_the_file_holds(path):
    assert trusted(path.parent, "gguf") == path.parent
    path.write_bytes(b"\x80\x04N.")
    with pytest.raises(WeightsError, match="does not begin as one"):
        trusted(path.parent, "gguf")
    path.unlink()
    with pytest.raises(WeightsError, match=r"no model\.gguf"):
        trusted(path.parent, "gguf")
