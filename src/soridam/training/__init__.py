"""The arithmetic that every recipe shares: batches, loss, schedule, checkpoints, runs. Begin with `loss`."""
