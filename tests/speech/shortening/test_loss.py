import pytest
import torch

from soridam.speech.shortening.loss import divergence_sum


def kept_of(logits, count):
    probabilities, choices = logits.softmax(-1).topk(count)
    return choices, probabilities


def test_a_student_that_is_its_teacher_has_no_divergence():
    logits = torch.randn(5, 50, generator=torch.Generator().manual_seed(0))
    assert divergence_sum(logits, *kept_of(logits, 8)).item() == pytest.approx(0, abs=1e-5)


def test_with_all_tokens_but_one_it_is_the_divergence_of_whole_distributions():
    generator = torch.Generator().manual_seed(1)
    teacher, student = torch.randn(4, 12, generator=generator), torch.randn(4, 12, generator=generator)
    whole = torch.nn.functional.kl_div(student.log_softmax(-1), teacher.softmax(-1), reduction="sum")
    assert divergence_sum(student, *kept_of(teacher, 11)).item() == pytest.approx(whole.item(), rel=1e-4)


def test_what_a_student_gives_to_tokens_that_were_not_kept_counts():
    teacher = torch.tensor([[5.0, 4.0, 0.0, 0.0]])
    choices, probabilities = kept_of(teacher, 2)
    elsewhere = torch.tensor([[5.0, 4.0, 6.0, 0.0]])
    assert divergence_sum(elsewhere, choices, probabilities) > 0.5


def test_its_gradient_leads_to_the_teacher():
    generator = torch.Generator().manual_seed(2)
    teacher = 3 * torch.randn(3, 20, generator=generator)
    student = torch.randn(3, 20, generator=generator).requires_grad_()
    choices, probabilities = kept_of(teacher, 6)
    optimizer = torch.optim.Adam([student], lr=0.1)
    for _ in range(300):
        loss = divergence_sum(student, choices, probabilities)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss.item() < 0.01
    assert torch.allclose(student.softmax(-1).gather(-1, choices), probabilities, atol=0.01)
