"""What a centre brings along: its city's facts, people, articles and past orders, from files (导入)."""
