import pytest

from soridam.core.errors import CorpusError
from soridam.training import processes
from soridam.training.processes import build_accelerator, on_first_process, worker_count


def test_a_wanted_number_of_workers_is_taken_as_it_is():
    assert worker_count(3) == 3


@pytest.mark.parametrize(("cores", "workers"), [(1, 0), (2, 0), (8, 1)])
def test_workers_do_not_compete_with_a_small_cpu_that_trains(monkeypatch, cores, workers):
    monkeypatch.setattr(processes.torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(processes, "core_count", lambda: cores)
    assert worker_count("auto") == workers


@pytest.mark.parametrize(("cores", "workers"), [(2, 1), (8, 7), (64, 8)])
def test_a_gpu_is_fed_by_several_workers(monkeypatch, cores, workers):
    monkeypatch.setattr(processes.torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(processes, "core_count", lambda: cores)
    assert worker_count("auto") == workers


def test_a_single_process_does_the_work_itself_and_its_error_stays_as_it_is():
    def refuse():
        raise CorpusError("corpus.empty", "no rows", hint="add some")

    accelerator = build_accelerator()
    assert on_first_process(accelerator, lambda: 7) == 7
    with pytest.raises(CorpusError, match="no rows"):
        on_first_process(accelerator, refuse)
