"""Life-safety alarm (生命安全告警): raised on the words that were said, quiet for what is over or only told."""

from zhixi.assist.safety.alarms import Alarm, alarms, alarms_in

__all__ = ["Alarm", "alarms", "alarms_in"]
