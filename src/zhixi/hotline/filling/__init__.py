"""智能填单 in the office: what the seat suggested for each field, and what the agent made of it."""
