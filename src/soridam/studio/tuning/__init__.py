"""Models and what is done with them: trainings, exports, evaluations, trying out. Begin with `runs` and `models`."""
