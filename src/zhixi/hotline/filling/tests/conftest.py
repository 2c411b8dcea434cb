from zhixi.hotline.calls.tests.conftest import office, talking, waiting

__all__ = ["office", "talking", "waiting"]
