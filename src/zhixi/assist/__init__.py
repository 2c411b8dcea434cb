"""坐席辅助: what the seat knows how to do. Values in, values out: no Django, no database, no clock of its own."""
