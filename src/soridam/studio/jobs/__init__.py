"""Jobs that never get lost. The SQL table is the truth; who runs a job holds a lease on it and a number that fences.

Begin with `table` (states), then `store` (what may happen to a job), `attempt` (what the one who runs it writes),
`runner`, `child` and `guard` (the processes of one job), `embedded` and `hints` (who looks for work), `reconciler` (who
takes back what was lost). docs/guide/jobs.md has pictures of the states and the processes.
"""
