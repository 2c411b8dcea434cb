"""The centre asks the citizen: reached, solved, satisfied? (回访)."""
