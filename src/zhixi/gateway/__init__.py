"""The doors for live sound (实时接入), one file a wire format: bytes → frames → 16 kHz samples for an ear of the speech pool.

    socket ─ format (audiosocket, browser, …) ─ events ─ Connection ─ Session: Track a leg ─┬─ Ear (words)
             pure: bytes in, events out         guards               one a call            └─ Line (the office)

A door knows nothing of the office but `line`; `zhixi/doors.py` puts both together.
"""
