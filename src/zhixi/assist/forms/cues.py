"""Words that a hotline lives by, known again by their sound (热线用语按音识别): 店话 is 电话, 桂姓 is 贵姓."""

import functools

from zhixi.assist.speech.mending.sounds import Syllable, distance, heard, kind, spoken
from zhixi.assist.speech.rescoring import Model

SPOKEN_HERE = (
    "先生 女士 小姐 阿姨 师傅 大爷 大哥 大姐 阿婆 阿公 同学 老师 您贵姓 贵姓 免贵 我姓 姓名 名字 怎么称呼 如何称呼 姓什么 "
    "联系电话 联系方式 联系您 联系我 电话 电话号码 号码 手机 手机号 座机 尾号 来电 来电号码 来电显示 这个号码 这个电话 就这个 打这个 留个电话 打我电话 "
    "工单 工单号 单号 编号 短信 投诉 举报 表扬 建议 咨询 反映 求助 诉求 保密 匿名 回复 回电 答复 回电话 "
    "昨天 今天 前天 昨晚 今晚 晚上 早上 上午 下午 凌晨 中午 傍晚 半夜 左右 星期 礼拜 上个月 月份 去年 今年 刚才 刚刚 几点 什么时候 多长时间 "
    "小区 路口 十字路口 交叉口 对面 旁边 附近 门口 社区 街道 村委会 居委会 大道 大厦 广场 市场 菜市场 超市 酒店 医院 学校 小学 中学 幼儿园 公园 花园 新村 国际 银行 大桥 公交站 地下室 停车场 "
    "派出所 物业 城管 在哪里 哪里 什么位置 位置 具体位置 地址 地点 门牌号 哪条路 哪个区 哪一段 什么路 一单元 "
    "不是 不对 对的 对吗 对吧 是吗 是吧 对不对 是的 没错 可以 可以吗 不用 不需要 好的 登记 工作人员 请问 麻烦您 您好 你好 再见 谢谢 "
    "路灯 井盖 噪音 施工 漏水 停水 停电 垃圾 污水 下水道 违建 占道 油烟 扰民 工资 拖欠 发票 社保 医保 低保 公积金 居住证 身份证 户口 拆迁 补贴 补偿 电梯 出租车 公交车 电动车 学区 公园"
)  # fmt: skip
FAR, MEAN = 0.2, 0.11  # how far one syllable, and the mean of them all, may be


class Cues:
    """Finds the phrases in a text; `model` tells what is a word already, and is left alone."""

    def __init__(self, model: Model):
        self._words = model.number
        self._by_pair: dict[tuple[str, str], list[tuple[str, tuple[Syllable, ...], int]]] = {}
        for phrase in dict.fromkeys(SPOKEN_HERE.split()):
            sounds = spoken(phrase)
            for at in range(len(phrase) - 1):
                pair = kind(sounds[at]), kind(sounds[at + 1])
                self._by_pair.setdefault(pair, []).append((phrase, sounds, at))

    def mend(self, text: str) -> str:
        """The text with its misheard phrases put right; as long as it was."""
        sounds = heard(text)
        kinds = [kind(said[0]) if said else "" for said in sounds]
        found: list[tuple[float, int, str]] = []
        for at in range(len(text) - 1):
            for phrase, spoken_so, where in self._by_pair.get((kinds[at], kinds[at + 1]), ()):
                start = at - where
                cost = self._cost(text, sounds, start, phrase, spoken_so)
                if cost is not None:
                    found.append((cost - len(phrase), start, phrase))
        taken: list[tuple[int, int]] = []
        for _, start, phrase in sorted(set(found)):
            end = start + len(phrase)
            if all(end <= a or b <= start for a, b in taken):
                taken.append((start, end))
                text = text[:start] + phrase + text[end:]
        return text

    def _cost(self, text: str, sounds, start: int, phrase: str, spoken_so) -> float | None:
        """Mean distance of the syllables; None where it is another phrase, or says something else already."""
        if start < 0 or start + len(phrase) > len(text):
            return None
        wrong, total = [], 0.0
        for at, (char, sound) in enumerate(zip(phrase, spoken_so, strict=True), start):
            if text[at] == char:
                continue
            far = _nearest(sounds[at], sound)
            if far > FAR:
                return None
            wrong.append(at)
            total += far
        size = len(phrase)
        if len(wrong) * 2 > size or (size == 2 and total > 0.15) or total / size > MEAN:
            return None
        if wrong and any(self._is_a_word(text, at, start, start + size) for at in wrong):
            return None
        return total / size

    def _is_a_word(self, text: str, at: int, start: int, end: int) -> bool:
        """Whether the character at `at` makes a word as it stands: with one outside the phrase, or all of it."""
        if text[start:end] in self._words:
            return True
        return any(
            text[a : a + size] in self._words
            for size in (2, 3)
            for a in range(max(0, at - size + 1), min(at, len(text) - size) + 1)
            if a < start or a + size > end
        )


@functools.lru_cache(maxsize=20_000)
def _nearest(heard_so: tuple[Syllable, ...], sound: Syllable) -> float:
    return min((distance(one, sound) for one in heard_so), default=1.0)
