"""Telephone talks, their words, and what the seat suggests (通话)."""
