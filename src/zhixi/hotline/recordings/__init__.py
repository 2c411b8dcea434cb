"""Recordings of calls (通话录音): written as the sound comes, sealed at rest, heard with a purpose."""
