from tests.language.tiny_llama import write_tiny_llama

from soridam.core.progress import SilentProgress
from soridam.language.health import EPSILONS, GAINS, HealthMap, Measured, measure_map, read_map, zone_of
from soridam.language.model import LanguageModel


def flat(places: dict[tuple[float, float], Measured]) -> HealthMap:
    """Safe everywhere but at these places."""
    rows = tuple(tuple(places.get((attn, mlp), Measured(10, 4)) for mlp in GAINS) for attn in GAINS)
    return HealthMap(("en",), Measured(10, 4), rows, (Measured(10, 4),) * len(EPSILONS))


def test_zones_are_told_by_how_much_perplexity_grows():
    assert [zone_of(growth) for growth in (0.9, 1.3, 1.31, 3.5, 3.51)] == ["safe", "safe", "odd", "odd", "broken"]


def test_presets_are_found_on_the_map():
    places = {
        (1.2, 1.0): Measured(11, 5),
        (0.9, 1.0): Measured(9, 3),
        (0.7, 1.3): Measured(30, 6),
        (1.5, 0.5): Measured(9_000, 2),
        (1.4, 0.9): Measured(300, 2),
    }
    assert flat(places).presets == {
        "as-it-is": (1.0, 1.0),
        "looser": (1.2, 1.0),
        "tighter": (0.9, 1.0),
        "dreamy": (0.7, 1.3),
        "broken": (1.4, 0.9),
    }


def test_a_model_that_nothing_breaks_has_no_broken_preset():
    assert set(flat({}).presets) == {"as-it-is", "looser", "tighter"}


def test_the_shipped_map_is_of_a_whole_grid_and_healthy_in_its_middle():
    shipped = read_map("smollm2-135m")
    assert shipped.zone(shipped.at(1.0, 1.0)) == "safe"
    assert shipped.zone(shipped.at(0.5, 1.5)) == shipped.zone(shipped.at(1.5, 0.5)) == "broken"
    assert HealthMap.from_json(shipped.to_json()) == shipped
    assert read_map("a-model-without-one") is None


class Counting(SilentProgress):
    def __init__(self) -> None:
        self.done = 0

    def advance(self, amount: float = 1) -> None:
        self.done += amount


def test_a_map_is_measured_where_the_untouched_model_is_its_middle(tmp_path):
    from soridam.language.health import map_steps

    letters = write_tiny_llama(tmp_path / "tiny", positions=800)
    progress = Counting()
    found = measure_map(LanguageModel.load(str(letters)), progress)
    assert progress.done == map_steps()
    assert abs(found.at(1.0, 1.0).perplexity - found.untouched.perplexity) < 0.01 * found.untouched.perplexity
    assert len({each.perplexity for row in found.gains for each in row}) > 50
