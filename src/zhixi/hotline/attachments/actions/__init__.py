"""Receiving files, adding them to an order, taking them back, looking at them (附件)."""
