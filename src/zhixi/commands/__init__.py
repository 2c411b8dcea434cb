"""One file a command of `zhixi`."""
