"""The doors for live sound, one file a wire format: bytes → frames of 16 kHz samples for `assist.speech.Listener`.

A door knows nothing of orders. What it hears goes through `hotline.calls.live.LiveCall`, as recordings and
written calls do.
"""
