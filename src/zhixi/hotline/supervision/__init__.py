"""Remind, supervise, circulate (催办, 督办, 通报)."""
