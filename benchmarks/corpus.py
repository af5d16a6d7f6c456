"""Makes a corpus of any size for measuring: articles of realistic length in our own wording, spoiled as pages are.

Article ``i`` is the same whatever the size of the corpus. New names keep coming as it grows, as in real corpora.
Run ``python benchmarks/corpus.py 2000 FOLDER`` to write one.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import noise

LENGTH = 1500
"""Characters of an article's body on average: what saved articles of the genre have."""
PLAIN = 0.75
"""Share of sentences without a figure, a name or an award, so that an article has the rows that real ones have."""
PLACES = "江 河 湖 海 山 川 林 原 东 西 南 北 云 岭 岳 泽 淮 汉 沙 石 龙 凤 永 安 宁 平 吉 昌 兴 华 德 仁 明 远 青 白".split()
KINDS = "师范大学 理工大学 职业技术学院 财经学院 科技学院 农业大学 医学院 交通职业学院 外国语学院 工业大学".split()
FIELDS = (
    "机电 计算机 经济 管理 外语 建筑 化学 生物 护理 会计 艺术 体育 材料 数学 物理 土木 食品 园林 法学 新闻 汽车 物流"
).split()
UNITS = "教工党支部 学生党支部 学生第一党支部 学生第二党支部 机关党支部 本科生党支部 研究生党支部 离退休党支部".split()
HEADS = "讲堂 先锋岗 工作室 行动 计划 服务队 课堂 论坛 工程 驿站 平台 沙龙 夜校 导师团 志愿队 微课 联盟 书屋".split()
MORPHEMES = (
    "红 星 火 烛 光 晨 曦 微 爱 心 暖 阳 春 雨 青 蓝 初 匠 梦 扬 帆 启 航 同 行 先 锋 薪 传 领 雁 育 苗 护 绿 知 行 合 一 青 禾 "
    "听 党 话 跟 走 学 思 践 悟 金 种 子 小 橘 灯 石 榴 籽 向 日 葵 蒲 公 英 铺 路 桥 梁 萤 火 晴 空 朝 花 夕 拾 云 上 指 尖 网 格"
).split()
VERBS = "组织 开展 举办 推动 落实 参加 承担 完成 建立 健全 探索 打造 深化 拓展 坚持 引导 带动 指导 支持 协调".split()
OBJECTS = (
    "理论学习 主题党日 专题研讨 志愿服务 谈心谈话 结对帮扶 课程改革 科研攻关 实践教学 就业指导 安全巡查 宿舍走访 文化建设 "
    "制度建设 队伍建设 作风建设 对外交流 校企合作 乡村调研 社区宣讲 心理辅导 技能竞赛 师德教育 廉政教育 学风建设 新生教育 "
    "毕业教育 资料整理 档案管理 民主评议 组织生活 发展对象培训 积极分子考察 党员教育 青年读书 红色参观 防疫值守 助学募捐"
).split()
TAILS = "取得明显成效 受到师生欢迎 形成了长效机制 发挥了示范作用 得到上级肯定 凝聚了人心 解决了实际困难 打下了坚实基础".split()
QUALITIES = "扎实 深入 积极 持续 有序 主动 稳步 全面 认真 精准 广泛 及时".split()
TOPICS = (
    "围绕中心工作 结合专业特点 立足岗位实际 针对学生需求 依托实训基地 面向基层一线 借助网络平台 利用课余时间 "
    "按照年度计划 根据上级部署 本着就近原则 通过集体备课"
).split()
LEVELS = "全国 全省 省级 市级 校级 学院 省教育厅 市教育工委 校党委".split()
AWARDS = (
    "先进基层党组织 优秀共产党员 优秀党务工作者 教学成果奖 样板支部 文明宿舍 优秀组织奖 师德标兵 三八红旗集体".split()
)
NUMERALS = "一二三四五六七八九"
NAVIGATION = "首页 | 学院概况 | 党建工作 | 教学科研 | 招生就业 | 下载中心\n当前位置：首页 > 党建工作 > 正文\n"
FOOTER = "\n上一篇：关于做好期末工作的通知\n下一篇：没有了\n版权所有 某某学院 地址：学府路1号 邮编：000000\n"


def write_article(i: int) -> str:
    """The clean text of article ``i``."""
    rng = random.Random(i)
    school, unit = _school(rng), rng.choice(FIELDS) + rng.choice(["学院", "系"]) + rng.choice(UNITS)
    year = rng.randint(2012, 2024)
    names = [_name(rng, i) for _ in range(rng.randint(2, 6))]
    lines = [f"{school}{unit}{rng.choice(['工作纪实', '先进事迹', '工作总结', '经验材料', '建设案例'])}"]
    lines.append(f"发布日期：{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}　来源：{school}")
    lines.append(f"{school}{unit}现有党员{rng.randint(8, 90)}名，其中教师党员{rng.randint(3, 7)}名。")
    size, target = 0, rng.gauss(LENGTH, LENGTH / 3)
    while size < target:
        if rng.random() < 0.12:
            heading = rng.choice(QUALITIES) + rng.choice(VERBS) + rng.choice(OBJECTS)
            lines.append(f"{rng.choice(NUMERALS)}、{heading}")
        paragraph = "".join(_sentence(rng, names, year, unit) for _ in range(rng.randint(2, 5)))
        lines.append(paragraph)
        size += len(paragraph)
    return "\n".join(lines) + "\n"


def _school(rng: random.Random) -> str:
    """Few schools have many articles, most have one or two."""
    seed = random.Random(int(rng.paretovariate(0.9)) + 10 * rng.randint(0, 2))
    return "".join(seed.sample(PLACES, 2)) + seed.choice(KINDS)


def _name(rng: random.Random, i: int) -> str:
    """An initiative's name: often one that occurred before, else a new one; new ones never run out."""
    known = int((i + 1) ** 0.7) * 3
    pick = random.Random(rng.randrange(known) if rng.random() < 0.6 else 1_000_000 + rng.randrange(1 << 30))
    return "".join(pick.sample(MORPHEMES, pick.choice([2, 2, 3, 4]))) + pick.choice(HEADS)


def _filler(rng: random.Random) -> str:
    parts = [
        f"{rng.choice(TOPICS)}，{rng.choice(QUALITIES)}{rng.choice(VERBS)}{rng.choice(OBJECTS)}",
        f"把{rng.choice(OBJECTS)}与{rng.choice(OBJECTS)}结合起来",
        f"{rng.choice(QUALITIES)}{rng.choice(VERBS)}{rng.choice(OBJECTS)}和{rng.choice(OBJECTS)}",
        f"使{rng.choice(OBJECTS)}{rng.choice(TAILS)}",
    ]
    return "，".join(rng.sample(parts, rng.randint(1, 3))) + "。"


def _count(rng: random.Random) -> str:
    number = int(rng.paretovariate(0.7) * rng.randint(2, 12)) % 9000 + 1
    return f"{number}{rng.choice(['', '', '', '余', '多'])}"


def _number(rng: random.Random, names: list[str], year: int, unit: str) -> str:
    what = rng.choice(["场活动", "名学生", "个家庭", "次走访", "项课题", "篇论文", "万元", "小时", "门课程", "件实事"])
    return f"{year}年，支部{rng.choice(VERBS)}{rng.choice(OBJECTS)}{_count(rng)}{what}，占总数的{rng.randint(5, 99)}%。"


def _initiative(rng: random.Random, names: list[str], year: int, unit: str) -> str:
    name = rng.choice(names)
    return rng.choice([
        f"支部推出“{name}”，{rng.choice(QUALITIES)}{rng.choice(VERBS)}{rng.choice(OBJECTS)}，累计服务{_count(rng)}人次。",
        f"通过实施{name}，{rng.choice(OBJECTS)}{rng.choice(TAILS)}。",
        f"自{year - 1}年{rng.randint(1, 12)}月起，党员带头参与“{name}”，帮助学生解决困难{_count(rng)}个。",
    ])  # fmt: skip


def _honor(rng: random.Random, names: list[str], year: int, unit: str) -> str:
    return rng.choice([
        f"{year}年，支部被{rng.choice(LEVELS)}评为“{rng.choice(AWARDS)}”。",
        f"支部先后获得{rng.choice(LEVELS)}{rng.choice(AWARDS)}{rng.choice(NUMERALS)}次，"
        f"{rng.randint(2, 9)}名教师获{rng.choice(AWARDS)}称号。",
    ])  # fmt: skip


def _model(rng: random.Random, names: list[str], year: int, unit: str) -> str:
    count = rng.randint(2, 4)
    parts = rng.sample(OBJECTS, count)
    numbers = [rng.randint(1, 6) for _ in range(count)]
    return rng.choice([
        f"支部探索“{'+'.join(map(str, numbers))}+N”工作模式，即" + "、".join(
            f"{n}个{part}" for n, part in zip(numbers, parts, strict=True)) + "和N项服务。",
        f"支部坚持“{NUMERALS[count - 1]}个结合”，" + "，".join(f"{part}与教学相结合" for part in parts) + "。",
    ])  # fmt: skip


def _sentence(rng: random.Random, names: list[str], year: int, unit: str) -> str:
    kinds: list[Callable[..., str]] = [_number, _initiative, _honor, _model]
    if rng.random() < PLAIN:
        return _filler(rng)
    return rng.choices(kinds, [4, 6, 2, 2])[0](rng, names, year, unit)


SHARES = {
    "annotated": 0.1, "annotated_toned": 0.04, "traditional": 0.04, "slip": 0.02, "entities": 0.05, "invisible": 0.05,
    "indents": 0.1, "doubled": 0.03, "wrapped": 0.05,
}  # fmt: skip
"""Share of articles spoiled by each class of noise; the rest have navigation and a footer at most."""


def make_page(i: int) -> tuple[str, bytes]:
    """Name and bytes of article ``i`` as it was saved; one in fifty is a repost of an earlier one."""
    rng = random.Random(-i - 1)
    text = write_article(rng.randrange(i) if i > 10 and rng.random() < 0.02 else i)
    kind = rng.choices([*SHARES, ""], [*SHARES.values(), 1 - sum(SHARES.values())])[0]
    if kind:
        text = NOISE[kind](text, rng)
    if rng.random() < 0.5:
        text = NAVIGATION + text + FOOTER
    if rng.random() < 0.1:
        text = "<html><body>\n<p>" + text.replace("\n", "</p>\n<p>") + "</p></body></html>\n"
        return f"{i // 1000:03}/{i:06}.html", text.encode()
    return f"{i // 1000:03}/{i:06}.txt", text.encode("gb18030" if rng.random() < 0.2 else "utf-8")


NOISE = {
    "annotated": noise.annotate_toneless,
    "annotated_toned": noise.annotate_toned,
    "traditional": noise.to_traditional,
    "slip": noise.slip_bytes,
    "entities": noise.escape_entities,
    "invisible": noise.strew_invisible,
    "indents": noise.indent_lines,
    "doubled": noise.double_page,
    "wrapped": noise.wrap_lines,
}


def write_corpus(count: int, folder: Path, first: int = 0) -> None:
    """Write articles ``first`` to ``first + count`` below ``folder``."""
    for i in range(first, first + count):
        name, data = make_page(i)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    write_corpus(int(sys.argv[1]), Path(sys.argv[2]))
