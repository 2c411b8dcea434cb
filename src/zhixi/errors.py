"""The one tree of errors.

    ZhixiError
    ├── BadInput          a file, row, field or parameter is wrong              exit 2, HTTP 422
    ├── NotSignedIn       no valid session                                      exit 2, HTTP 401
    ├── NotAllowed        the role or the unit may not do this                  exit 2, HTTP 403
    ├── NotFound          no such thing, or not visible to this person          exit 2, HTTP 404
    ├── Conflict          somebody else changed it first                        exit 2, HTTP 409
    │   └── IllegalStep   the order's state does not allow this verb            exit 2, HTTP 409
    └── Unavailable       a part is missing or busy: weights, disk, an engine   exit 3, HTTP 503

A message says what happened and where; `cure` says what to do. Both are read by people: Chinese where
staff read them in the browser, English or Chinese plain words on the command line. Neither ever holds a
phone number, an identity number or a caller's name.
"""

import errno


class ZhixiError(Exception):
    status = 500
    exit_code = 1

    def __init__(self, message: str, *, cure: str = "", field: str = ""):
        super().__init__(message)
        self.message, self.cure, self.field = message, cure, field

    def __str__(self) -> str:
        return f"{self.message}（{self.cure}）" if self.cure else self.message


class BadInput(ZhixiError):
    status, exit_code = 422, 2


class NotSignedIn(ZhixiError):
    status, exit_code = 401, 2


class NotAllowed(ZhixiError):
    status, exit_code = 403, 2


class NotFound(ZhixiError):
    status, exit_code = 404, 2


class Conflict(ZhixiError):
    status, exit_code = 409, 2


class IllegalStep(Conflict):
    pass


class Unavailable(ZhixiError):
    status, exit_code = 503, 3


FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def storage_fault(error: BaseException) -> Unavailable | None:
    """What to tell people of a disk that is full or failing, as the system or a database reports it; else None."""
    database = type(error).__name__ in ("OperationalError", "DiskFull") and "disk" in str(error).lower()
    if database or (isinstance(error, OSError) and error.errno in FULL):
        return Unavailable("磁盘已满或不能写入，这一步没有保存，此前的都在", cure="请清理磁盘空间后再试")
    return None
