"""A hasher of passwords that takes microseconds: the product's takes a quarter of a second and 64 MiB each time."""

from argon2 import PasswordHasher

QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
