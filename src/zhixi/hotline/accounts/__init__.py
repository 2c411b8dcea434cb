"""People, their roles and their sessions (用户, 角色)."""
