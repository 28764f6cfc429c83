"""Trying language models with changed inner weights: answers side by side, health, saved adjustments."""
