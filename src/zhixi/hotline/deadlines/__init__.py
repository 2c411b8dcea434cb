"""Working days, limits and clocks (时限)."""
