"""Tables whose rows are articles: which column holds which field, guessed by its name and mapped by hand. Pure."""

import re
from collections.abc import Mapping, Sequence

# What columns are called in the tables that offices send, the commonest first.
NAMES = {
    "key": ("编号", "条目编号", "知识编号", "序列号", "ID", "key"),
    "title": ("标题", "问题", "标准问题", "标准问", "知识标题", "条目标题", "事项名称", "咨询问题", "题目", "主题", "名称", "事项", "title", "question"),
    "body": ("答案", "标准答案", "答复", "答复内容", "答复口径", "规范答案", "口径", "内容", "解答", "知识内容", "正文", "回复", "body", "answer"),
    "audience": ("适用对象和条件", "适用对象", "服务对象", "申请对象", "申请条件", "办理条件", "受理条件", "audience"),
    "materials": ("所需材料", "申请材料", "办理材料", "申报材料", "材料", "材料清单", "materials"),
    "steps": ("办理流程", "办事流程", "办理程序", "申请流程", "流程", "办理步骤", "办理方式", "steps"),
    "fees": ("收费标准", "收费", "费用", "办理费用", "收费情况", "fees"),
    "venue": ("办理地点", "办理地址", "受理地点", "办公地址", "地点", "地址", "venue"),
    "hours": ("办理时间", "受理时间", "办公时间", "工作时间", "服务时间", "hours"),
    "variants": ("问法", "相似问", "相似问题", "常见问法", "其他问法", "扩展问", "别名", "variants"),
    "category": ("事项分类", "分类", "类别", "知识分类", "分类编码", "category"),
    "unit": ("责任单位", "承办单位", "单位", "部门", "责任部门", "主管部门", "提供单位", "unit"),
    "district": ("适用区县", "区县", "适用地区", "适用范围", "district"),
    "source": ("依据", "政策依据", "文件依据", "依据文件", "文件名称", "来源", "政策文件", "source"),
    "clause": ("条款", "依据条款", "clause"),
    "tags": ("标签", "关键词", "关键字", "tags"),
    "valid_from": ("生效", "生效日期", "生效时间", "有效期起", "开始日期", "valid_from"),
    "valid_to": ("失效", "失效日期", "失效时间", "有效期止", "有效期至", "截止日期", "结束日期", "valid_to"),
}  # fmt: skip


def guessed(header: Sequence[str]) -> dict[str, str]:
    """Field → column, by the names that are known; each column once."""
    bare = {re.sub(r"[\s*＊（(].*$", "", name.strip()).lower(): name for name in reversed(header)}
    found: dict[str, str] = {}
    for field, names in NAMES.items():
        for name in names:
            column = bare.get(name.lower())
            if column is not None and column not in found.values():
                found[field] = column
                break
    return found


def mapped(header: Sequence[str], cells: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    """One row as field → text; only fields that have a column."""
    at = {name: n for n, name in enumerate(header)}
    return {field: cells[at[column]].strip() for field, column in columns.items() if column in at}
