"""The limits that ship (时限标准), as data. A city picks a set, and edits, adds and retires rows on its page."""

from zhixi.hotline.deadlines.choices import Clock, TimeUnit

GUANGDONG, BEIJING = "guangdong", "beijing"
ACTIVE = GUANGDONG
SETS = (
    (GUANGDONG, "广东：咨询2、求助建议10、投诉举报15个工作日"),
    (BEIJING, "北京：2小时、24小时、7天、15天"),
)
GUANGDONG_SAYS = "广东省12345热线办理时限"
BEIJING_SAYS = "北京市接诉即办分级处置"
LOCAL = "本地规定"
W, N, H, M = TimeUnit.WORKING_DAYS, TimeUnit.NATURAL_DAYS, TimeUnit.HOURS, TimeUnit.MINUTES


def _row(set_: str, clock: Clock, amount: int, unit: TimeUnit, source: str, **traits: str) -> dict:
    return {
        "set": set_,
        "clock": clock,
        "amount": amount,
        "unit_of_time": unit,
        "source": source,
        **traits,
    }


POLICIES = (
    _row("", Clock.DISPATCH, 30, M, LOCAL),
    _row("", Clock.DISPATCH, 10, M, LOCAL, urgency="urgent"),
    _row("", Clock.DISPATCH, 10, M, LOCAL, urgency="critical"),
    _row("", Clock.SIGN, 1, W, LOCAL),
    _row("", Clock.SIGN, 30, M, LOCAL, urgency="urgent"),
    _row("", Clock.SIGN, 30, M, LOCAL, urgency="critical"),
    _row("", Clock.CALLBACK, 3, W, LOCAL),
    _row(GUANGDONG, Clock.HANDLE, 2, W, GUANGDONG_SAYS, request_type="enquiry"),
    _row(GUANGDONG, Clock.HANDLE, 10, W, GUANGDONG_SAYS, request_type="help"),
    _row(GUANGDONG, Clock.HANDLE, 10, W, GUANGDONG_SAYS, request_type="suggestion"),
    _row(GUANGDONG, Clock.HANDLE, 15, W, GUANGDONG_SAYS, request_type="complaint"),
    _row(GUANGDONG, Clock.HANDLE, 15, W, GUANGDONG_SAYS, request_type="report"),
    _row(GUANGDONG, Clock.HANDLE, 15, W, LOCAL),
    _row(BEIJING, Clock.HANDLE, 2, H, BEIJING_SAYS, urgency="critical"),
    _row(BEIJING, Clock.HANDLE, 24, H, BEIJING_SAYS, urgency="urgent"),
    _row(BEIJING, Clock.HANDLE, 7, N, BEIJING_SAYS),
    # Which ordinary matters are given fifteen days is a city's own choice; these stand for those that take long.
    _row(BEIJING, Clock.HANDLE, 15, N, BEIJING_SAYS, request_type="suggestion", urgency="normal"),
    _row(BEIJING, Clock.HANDLE, 15, N, BEIJING_SAYS, request_type="report", urgency="normal"),
)
