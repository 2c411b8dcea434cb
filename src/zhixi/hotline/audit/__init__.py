"""The chain of events: who did what, when, to what, and why (审计)."""
