"""Life-safety alarm (生命安全告警): raised on the words that were said, quiet for what is over or only told."""

from zhixi.assist.safety.alarms import Alarm, alarms, alarms_in
from zhixi.assist.safety.meaning import Meaning

__all__ = ["Alarm", "Meaning", "alarms", "alarms_in"]
