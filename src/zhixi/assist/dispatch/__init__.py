"""智能转派: a request → ranked units, each with its reasons and a confidence that is true."""

from zhixi.assist.dispatch.values import Evidence, Precedent, Ranked, Reason, Recommendation

__all__ = ["Evidence", "Precedent", "Ranked", "Reason", "Recommendation"]
