"""What a malformed field is told, in the words of the person who filled it in."""

WORDS = {
    "missing": "必填",
    "string_too_long": "不能超过{max_length}个字",
    "string_too_short": "不能少于{min_length}个字",
    "too_long": "不能超过{max_length}项",
    "greater_than_equal": "不能小于{ge}",
    "less_than_equal": "不能大于{le}",
    "enum": "不在可选范围内",
    "literal_error": "不在可选范围内",
    "string_type": "须为文字",
    "int_type": "须为整数",
    "int_parsing": "须为整数",
    "int_from_float": "须为整数",
    "bool_type": "须为是或否",
    "bool_parsing": "须为是或否",
    "date_type": "须为日期，如 2026-01-31",
    "date_parsing": "须为日期，如 2026-01-31",
    "date_from_datetime_parsing": "须为日期，如 2026-01-31",
    "list_type": "须为列表",
    "model_type": "须为一组字段",
    "model_attributes_type": "须为一组字段",
    "string_unicode": "含有不能识别的字符",
    "uuid_parsing": "不是有效的编号",
}
# The source, and the names of the endpoints' own parameters: a person filled in fields, not these.
PARAMETERS = frozenset({"body", "form", "wanted", "filters", "page"})


def told(fault: dict) -> tuple[str, str]:
    """(field, what is wrong with it) of one fault of pydantic's: {"type", "loc", "msg", "ctx"}."""
    return field_of(tuple(fault.get("loc", ()))), _words(fault)


def field_of(place: tuple) -> str:
    """("body", "body", "address", "district") → "address.district", without a list's index."""
    where = [str(part) for part in place[1:]]
    if len(where) > 1 and where[0] in PARAMETERS:
        where = where[1:]
    return ".".join(part for part in where if not part.isdigit())


def _words(fault: dict) -> str:
    context = fault.get("ctx") or {}
    if fault.get("type") == "value_error":
        return str(context.get("error", fault.get("msg", "")))
    known = WORDS.get(fault.get("type", ""))
    return known.format(**context) if known else str(fault.get("msg", ""))
