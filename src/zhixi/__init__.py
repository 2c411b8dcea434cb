"""Zhixi 智席: the intelligent agent seat of a 12345 hotline and the work-order office behind it."""

__version__ = "0.1.0"
