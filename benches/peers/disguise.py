"""How senders hide words from filters. Every kind is a function of a text and of random draws
that its place in the file seeds, so that the same file is disguised in the same way each time."""

import random

import opencc
import pypinyin

# Look-alikes that senders use in place of what is meant, other radicals most of all.
LOOK_ALIKES = dict(
    pair
    for pair in (
        "微薇 信亻 加伽 群裙 扣抠 号呺 钱錢 贷贳 款欵 利俐 息熄 办辧 卡咔 银锒 行荇 发発 票漂 "
        "赌睹 博搏 彩采 奖桨 领岭 取娶 免兔 费废 优忧 惠蕙 折拆 送迗 购构 买荬 卖荚 店惦 特持 "
        "价阶 订仃 退腿 点奌 击缶 网冈 址扯 账帐 户戸 密蜜 码犸 验验 证怔 投殳 资姿 股肢 基墓 "
        "金釒 房戾 车车 楼搂 盘盆 售隹 租祖 学孚 课棵 招昭 聘娉 兼谦 职织 日曰 未末 己已 土士"
    ).split()
    for pair in [tuple(pair)]
    if pair[0] != pair[1]
)

# One character written as its parts.
SPLIT = dict(
    (parts[0], parts[1:])
    for parts in (
        "好女子 信亻言 您你心 加力口 明日月 和禾口 们亻门 他亻也 她女也 地土也 的白勺 话讠舌 请讠青 "
        "证讠正 订讠丁 语讠吾 课讠果 钱钅戋 银钅艮 铁钅失 针钅十 利禾刂 到至刂 别另刂 期其月 服月艮 "
        "取耳又 对又寸 难又隹 欢又欠 汉氵又 江氵工 河氵可 海氵每 清氵青 活氵舌 法氵去 汽氵气 打扌丁 "
        "投扌殳 折扌斤 扣扌口 招扌召 抢扌仓 换扌奂 快忄夬 情忄青 忙忄亡 妈女马 如女口 吗口马 吃口乞 "
        "唱口昌 听口斤 功工力 动云力 助且力 秋禾火 种禾中 科禾斗 税禾兑 林木木 村木寸 机木几 极木及 "
        "相木目 校木交 楼木娄 债亻责 价亻介 优亻尤 付亻寸 代亻弋 体亻本 位亻立 住亻主 作亻乍 但亻旦 "
        "群君羊 张弓长 阳阝日 阴阝月 都者阝 那那阝 贴贝占 购贝勾 财贝才 赌贝者 贱贝戋 数娄攵 收丩攵 "
        "货化贝 贷代贝 资次贝 费弗贝 套大长 奖将大 美羊大 思田心 想相心 息自心 念今心 意音心 恩因心"
    ).split()
    if parts[0] not in parts[1:]
)

CYRILLIC = dict(zip("aceopxyiABCEHKMOPTX", "асеорхуіАВСЕНКМОРТХ"))
ZERO_WIDTH = ["\u200b", "\u200c", "\u200d", "\u2060"]
PUNCTUATION = list(".-*_~·|/")
EMOJI = list("😀🎉🔥💰❤⭐👍🎁✨🌹")
SHARE_OF_CHARACTERS = 1 / 3
HAM_APPENDED = 4

traditional = opencc.OpenCC("s2t")


def spaced(text, draws):
    return " ".join(text.replace(" ", ""))


def punctuated(text, draws):
    """A mark between all characters, the same throughout a message."""
    return draws.choice(PUNCTUATION).join(text.replace(" ", ""))


def zero_width(text, draws):
    return "".join(c + draws.choice(ZERO_WIDTH) for c in text)


def full_width(text, draws):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def circled(text, draws):
    return "".join(circle(c) for c in text)


def circle(c):
    if c == "0":
        return "⓪"
    if "1" <= c <= "9":
        return chr(ord("①") + ord(c) - ord("1"))
    if "a" <= c <= "z":
        return chr(ord("ⓐ") + ord(c) - ord("a"))
    if "A" <= c <= "Z":
        return chr(ord("Ⓐ") + ord(c) - ord("A"))
    return c


def cyrillic(text, draws):
    return "".join(CYRILLIC.get(c, c) for c in text)


def in_traditional(text, draws):
    return traditional.convert(text)


def look_alike(text, draws):
    return "".join(LOOK_ALIKES.get(c, c) for c in text)


def split(text, draws):
    return "".join(SPLIT.get(c, c) for c in text)


def pinyin(text, draws):
    """A third of the Han characters as they are spoken."""
    return "".join(spoken(c) if is_han(c) and draws.random() < SHARE_OF_CHARACTERS else c for c in text)


def spoken(c):
    return pypinyin.lazy_pinyin(c)[0]


def emoji(text, draws):
    """A picture after a third of the characters."""
    pictured = (draws.choice(EMOJI) if draws.random() < SHARE_OF_CHARACTERS else "" for _ in text)
    return "".join(c + picture for c, picture in zip(text, pictured))


def is_han(c):
    return "\u4e00" <= c <= "\u9fff"


# All but the one that needs others' messages.
KINDS = {
    "spaces": spaced,
    "punctuation": punctuated,
    "zero_width": zero_width,
    "full_width": full_width,
    "circled": circled,
    "cyrillic": cyrillic,
    "traditional": in_traditional,
    "look_alike_han": look_alike,
    "split_han": split,
    "pinyin": pinyin,
    "emoji": emoji,
}


def disguised(kind, texts, ham):
    """The texts in that disguise; `ham` are messages that the kind `ham_appended` draws from."""
    return [one(kind, text, ham, random.Random(f"{kind} {at}")) for at, text in enumerate(texts)]


def one(kind, text, ham, draws):
    if kind == "ham_appended":
        return " ".join([text, *draws.sample(ham, HAM_APPENDED)])
    return KINDS[kind](text, draws)
