"""Jobs that never get lost. The SQL table is the truth; who runs a job holds a lease on it and a number that fences.

Begin with `table` (states), then `store` (who may change what), `attempt` (what a runner writes), `runner` and `child`
(the processes), `embedded` and `hints` (who looks for work). docs/guide/jobs.md has a picture of the states.
"""
