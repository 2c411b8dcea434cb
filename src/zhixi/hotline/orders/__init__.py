"""The work order and its life (工单)."""
