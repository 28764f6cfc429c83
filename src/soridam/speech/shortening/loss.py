"""How far a student is from its teacher: Kullback–Leibler divergence over the teacher's likeliest tokens.

All tokens that are not among them count as one, so that the student must give them together as much as the teacher.
Source of the idea: Hinton, Vinyals and Dean 2015, arXiv 1503.02531. Begin with `divergence_sum`.
"""

from torch import Tensor

LEAST = 1e-6  # probability below which the rest counts as none


def divergence_sum(logits: Tensor, choices: Tensor, probabilities: Tensor) -> Tensor:
    """Return the divergence summed over the places.

    logits: (places, vocabulary) of the student; choices and probabilities: (places, kept) of the teacher.
    """
    student = logits.float().log_softmax(-1).gather(-1, choices)
    among = (probabilities * (probabilities.clamp_min(LEAST).log() - student)).sum(-1)
    rest = (1 - probabilities.sum(-1)).clamp_min(LEAST)
    student_rest = (1 - student.exp().sum(-1)).clamp_min(LEAST)
    return (among + rest * (rest.log() - student_rest.log())).sum()
