"""How people say which character their surname is (拆字, 组词), known by its sound: 双木林, 冼星海的冼, 三点水一个工."""

import functools

from zhixi.assist.forms.surnames import APART, SINGLE, WORD, alike
from zhixi.assist.speech.mending.sounds import Syllable, distance, heard, spoken

# What is said before 的, and the surname that is meant by it.
KNOWN_BY = (
    "冼星海:冼 白云:云 彩云:云 吉祥:吉 吉利:吉 长江:江 江河:江 牛羊:羊 羊毛:羊 秋天:秋 时钟:钟 钟表:钟 黎明:黎 桥梁:梁 栋梁:梁 丘陵:丘 丘处机:丘 卓越:卓 欧阳:欧 蒙古:蒙 "
    "内蒙古:蒙 莫名其妙:莫 文化:文 语文:文 温度:温 温暖:温 詹天佑:詹 解放军:解 简单:单 单位:单 查良镛:查 检查:查 富翁:翁 老翁:翁 宁静:宁 南宁:宁 龙共:龚 陆地:陆 大陆:陆 沈阳:沈 "
    "郎平:郎 关羽:关 开关:关 赤耳:郝 旁边:边 芦苇:芦 计算机:计 农民:农 农业:农 战争:战 打战:战 储蓄:储 一万:万 幸福:幸 幸运:幸 到达:达 毋庸置疑:毋 佘太君:佘 大禹治水:禹 大禹:禹 "
    "冉冉升起:冉 曾国藩:曾 曾经:曾 岳飞:岳 岳父:岳 施工:施 实施:施 汪洋:汪 高矮:高 高低:高 黄金:金 金银:金 石头:石 白色:白 马到成功:马 骑马:马 姜子牙:姜 生姜:姜 包公:包 书包:包 孔子:孔 "
    "孟子:孟 庄子:庄 村庄:庄 韩国:韩 韩信:韩 唐朝:唐 唐僧:唐 宋朝:宋 宋江:宋 秦始皇:秦 秦朝:秦 曹操:曹 夏天:夏 章鱼:章 文章:章 公章:章 方向:方 方圆:方 任务:任 责任:任 田地:田 种田:田 "
    "史记:史 历史:史 毛主席:毛 羽毛:毛 万岁:万 康熙:康 健康:康 严格:严 严肃:严 武松:武 武术:武 戴帽子:戴 穿戴:戴 严寒:严 贺喜:贺 祝贺:贺 顾客:顾 照顾:顾 孙悟空:孙 孙子:孙 周恩来:周 "
    "周围:周 周总理:周 吕布:吕 双口:吕 苏州:苏 江苏:苏 苏东坡:苏 卢沟桥:卢 彭德怀:彭 彭祖:彭 潘安:潘 范围:范 模范:范 师范:范 石榴:石 廖仲恺:廖 薛仁贵:薛 阎王:阎 段落:段 一段:段 雷锋:雷 "
    "打雷:雷 侯爵:侯 龙凤:龙 陶瓷:陶 陶渊明:陶 钱财:钱 金钱:钱 汤药:汤 喝汤:汤 易经:易 容易:易 常用:常 经常:常 乔丹:乔 赖皮:赖 符合:符 竹字头:符 纪律:纪 世纪:纪 倪萍:倪 殷勤:殷 "
    "华山:华 中华:华 柳树:柳 杨柳:柳 鲁迅:鲁 山东鲁:鲁 麦子:麦 小麦:麦 游泳:游 旅游:游 涂改:涂 古代:古 古今:古 全部:全 安全:安 平安:平 和平:和 水果:水 成功:成 房子:房 车子:车 鱼水:鱼 "
    "左右:左 申请:申 谷子:谷 稻谷:谷 甘甜:甘 甘蔗:甘 辛苦:辛 习主席:习 学习:习 甄别:甄 甄嬛:甄 佟丽娅:佟 那英:那 令狐冲:令狐 诸葛亮:诸葛 欧阳锋:欧阳 司马懿:司马 上官婉儿:上官 慕容复:慕容"
)
PARTS = "赤耳郝:郝 龙共龚:龚 四夕罗:罗 西早覃:覃 竹付符:符 人字头加个示:佘 马字加两点:冯 两点水一个马:冯 三点水一个工:江 三点水一个番:潘 走之旁的逄:逄 古月胡:胡 禾木旁一个呈:程 言字旁一个射:谢 木字旁一个白:柏"
EACH, MEAN = 0.3, 0.12  # how far one syllable, and the mean of them all, may be


def told_by(text: str, at: int = 0) -> tuple[str, int, int] | None:
    """(surname, start, end) of the words behind `at` that say which surname is meant; None where none do."""
    for match in WORD.finditer(text, at):
        for char in match[1]:
            if char in SINGLE and match[2] and alike(char, match[2]):
                return char, match.start(1), match.end()
    return _by_sound(text[:60], at)


@functools.lru_cache(maxsize=512)
def _by_sound(text: str, at: int) -> tuple[str, int, int] | None:
    sounds = heard(text)
    found: list[tuple[float, str, int, int]] = []
    for surname, syllables, ends in _phrases():
        for start in range(at, len(text) - len(syllables) + 1):
            end = start + len(syllables)
            if ends and not _closed(text[end : end + 4], surname):
                continue
            if (far := _far(sounds[start:end], syllables)) is not None:
                found.append((far - 0.01 * len(syllables), surname, start, end))
    return min(found)[1:] if found else None


def _closed(behind: str, surname: str) -> bool:
    """Whether 的 and the character itself stand behind, or nothing more: 白云的云, 白云的那个; not 白色的楼."""
    said = behind[1:].removeprefix("那个").removeprefix("这个")
    return behind[:1] == "的" and (not said[:1] or said[0] in "，。！、" or alike(said[0], surname[0]))


def _far(sounds, syllables: tuple[Syllable, ...]) -> float | None:
    """The mean distance; None where a syllable or all of them are too far."""
    total = 0.0
    for said, meant in zip(sounds, syllables, strict=True):
        far = min((distance(one, meant) for one in said), default=1.0)
        total += far
        if far > EACH or total > MEAN * len(syllables):
            return None
    return total / len(syllables)


@functools.lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[str, tuple[Syllable, ...], bool], ...]:
    """(surname, syllables, whether 的 stands behind): words before 的, and characters taken apart."""
    words = [(pair.split(":"), True) for pair in KNOWN_BY.split()]
    parts = [([said, meant], False) for said, meant in ((a + b, b) for a, b in APART.items())]
    parts += [(pair.split(":"), False) for pair in PARTS.split()]
    return tuple((meant, spoken(said), ends) for (said, meant), ends in (*words, *parts) if len(said) > 1)
