"""What a process that stays up for months holds of the machine's memory."""

import contextlib
import ctypes

_ARENA_MAX = -8  # glibc's M_ARENA_MAX
_ARENAS = 2


def few_heaps() -> None:
    """Have all threads share two heaps, where the C library is glibc; elsewhere nothing happens.

    Else each of some thirty threads gets a heap of its own, whose freed pieces the others cannot use: the process
    grows for hours although nothing is left over. To be called before threads are started.
    """
    with contextlib.suppress(OSError, AttributeError):  # musl and others have no such setting
        ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)
