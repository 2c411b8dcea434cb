"""Surnames (姓氏): which there are, which are common, how people explain theirs, and which sounds like which."""

import functools
import re

from zhixi.assist.speech.mending.sounds import distance, heard

DOUBLE = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|夏侯|司徒|端木|长孙|宇文|南宫|西门|闻人|东郭|独孤|呼延|万俟|澹台|钟离|申屠|轩辕|赫连|濮阳|淳于|单于|太叔|鲜于|闾丘|司空|亓官|司寇|拓跋|百里|左丘|梁丘|完颜|纳兰|叶赫|贺兰|宗政|公冶|羊舌"
SINGLE = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉"
    "宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳"
    "沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公冼佘肖闫付代覃岳占涂区麦邝"
    "揭官苟晋佟岩揣刀帅楚仝亓禤谌芦达丘邸眭妫佴侍墨哈谯笪仉商牟琴况汝钦缑展蒿豆植禚遆苑鹿颉粟楼卿铁雒畅阳操矫初库冶呙伦英寸普苌郄佀拓撒浪仁"
    "朗喇巨荔忻律战逯肇原"
)
SURNAME = rf"(?:{DOUBLE}|[{SINGLE}])"
# The commonest hundred and more, in their order: of two that sound alike the commoner is meant.
COMMON = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤符文吉蒙云温常康易乔牛詹尚施洪庄施关柯骆欧岑冼邢羊卓"
)
# How people take a character apart (拆字).
APART = {
    "木子": "李", "弓长": "张", "立早": "章", "耳东": "陈", "口天": "吴", "双木": "林", "言午": "许", "木土": "杜", "古月": "胡",
    "草头": "黄", "三横": "王", "走肖": "赵", "木易": "杨", "双人": "徐", "双人旁": "徐", "人可": "何", "文刀": "刘", "禾呈": "程",
    "关耳": "郑", "西贝": "贾", "干勾": "于", "言身寸": "谢", "子小": "孙", "女兆": "姚", "十口": "叶", "四维": "罗", "西早": "覃",
}  # fmt: skip
WORD = re.compile(r"([\u4e00-\u9fa5]{2,4})的([\u4e00-\u9fa5])?")
ALIKE = 0.2


@functools.lru_cache(maxsize=4096)
def alike(one: str, other: str) -> bool:
    """Whether two characters sound the same, but for the tone and what whole regions do not part."""
    if one == other:
        return True
    return any(distance(a, b) <= ALIKE for a in heard(one)[0] for b in heard(other)[0])


@functools.lru_cache(maxsize=4096)
def by_sound(char: str) -> str:
    """The commonest surname that sounds like it; "" where none does. Same sound first, then a near one."""
    for far in (0.11, ALIKE):
        for surname in COMMON:
            if any(distance(a, b) <= far for a in heard(char)[0] for b in heard(surname)[0]):
                return surname
    return ""


def rank(surname: str) -> int:
    """How common it is: 0 the commonest."""
    at = COMMON.find(surname[:1])
    return at if at >= 0 else len(COMMON)


def explained(text: str, surname: str) -> str:
    """The surname as its owner explains it behind: 长江的江, 木土杜; "" where he does not."""
    for parts, whole in APART.items():
        if parts in text and alike(whole, surname):
            return whole
    for match in WORD.finditer(text):
        for char in match[1]:
            if char in SINGLE and alike(char, surname):
                return char
    return ""
