"""Calls that stand alone below an article go; sentences that only hold their words stay."""

from __future__ import annotations

import pytest

from notes_kb.loading.notes import parse_note

TEXT = """\
石磨夜话

石磨的齿要三年一修，修的时候要先把上扇吊起来，再一道一道地凿。

水车不一样，它的轴坏得最快，换一根要两个人干上一整天。

"""
CALLS = [
    "另外，也可以直接加我微信（shimo123）联系我。",
    "欢迎加入石磨共建群，一起同路不孤单",
    "欢迎进入我们的【石磨交流群】，群内有最新的图纸和讲解，扫码填写问卷入群。",
    "关注不迷路，欢迎来到石磨夜话，每周走进一座磨坊！",
    "都看到这儿了，不关注一下？",
    "扫码学习完整课程 ↓ ↓ ↓",
    "**更多关于石磨的好课，扫码即可听取**",
    "投稿微信：shimo-helper3",
    "点击文末海报，下载石磨学堂app",
    "更多资讯，请下载石磨APP！大家时不时去看看～",
    "**↓点击购买石磨新书《一年的磨》↓**",
    "立即行动，扫码即刻享受早鸟优惠！",
    "本文原创发布于石磨之家，未经作者许可，禁止转载。",
    "（本文系石磨之家签约账号原创内容，未经账号授权，禁止随意转载。）",
    "转载请联系石磨之家后台",
    "侵权必究",
    "> 本文使用 [文章同步助手](https://example.org/sync) 同步",
    "最近微信公众号又改版啦",
    "感谢大家读到这里，你们的支持是我们前进的动力！",
    "请务必阅读免责声明与风险提示",
    "支持「石磨之家」就点个三连吧！",
    "三连加关注，追文不迷路。",
    "点它，分享点赞在看都在这里",
    "今天的分享就到这里啦，如果对修磨感兴趣，欢迎持续关注噢。",
    "另外，别光收藏，收藏了又不会翻出来看，不如点个赞再走，感谢感谢～",
    "You build your own mill. / If this was useful - follow",
    "Please subscribe to the mill letter for more.",
    "推荐一款算账的小程序：",
]
TALKS = [
    "极客一问\n\n你最想修哪一座磨坊？",
    "你还有什么磨坊推荐？\n\n快来评论区和石匠们分享吧！",
    "注：时间截至7月15日24:00，获奖用户请于收到通知后回复邮寄信息。",
    "在评论区说说你的磨坊，我们将选出3位读者，每人寄送石磨一个。截止时间：9月18日。",
]


@pytest.mark.parametrize("call", [*CALLS, *TALKS])
def test_a_call_alone_below_an_article_is_dropped(call: str) -> None:
    """It is the last of the text, and nothing above it goes."""
    note = parse_note(f"{TEXT}{call}\n", path="x.txt", note_id="x", language="zh", pasted=True)
    dropped = [entry.lines for entry in note.ledger if entry.rule]
    assert dropped
    assert dropped[0].first == 7
    assert dropped[-1].last == 6 + len(call.split("\n"))


OWN = [
    "村里人的支持是我们修磨三十年的动力，也是唯一的一份。",
    "最近微信公众号改版，文章的排法又变了一次。",
    "磨坊主加我微信以后，每天早上发一张水位的照片，一发就是三年。",
    "取得这些成就是许多石匠的共同努力，我们将在不断学习中分享更多细节。敬请关注！",
    "大家扫码查看账单以后，才知道磨面比买面贵。",
    "这群石匠可以加进史书里的一群人。",
    "修磨的人说过，优惠不如修得好，修得好不如不用修。",
    "点赞、收藏、分享都记在同一本账里。",
    "本文由三个人写成，后来转载到许多地方，请读者自己分辨。",
    "先打败水车！",
    "这扇磨好看，有用，分享给了半个村子。",
    "未经打磨的石头，不得用在上扇。",
    "这张图纸后来转载到三本书里，每一本都注明了出处。",
    "你知道石磨为什么要转向左边吗？",
    "说到底，石磨和水车，你更喜欢哪一个？",
    "他把三只石磨送出山，一只给了女儿，评论的人说他傻。",
    "The mill is useful if you follow the water.",
    "诺贝尔奖的获奖者里，没有一个修过石磨。",
    "说到底，这就是我们的星球，水从山上来，磨在山下转。",
    "走到磨坊门口，扫码通过，整个过程不到一秒。",
    "用户点击购买以后，系统才生成磨面的单子。",
    "报名以后，就可以享受磨面的优惠。",
    "未经主人同意，不得使用别人家的石磨。",
    "Make sure to share the folder with the mill.",
    "Please follow the river to the second mill.",
    "Subscribe and share were the two buttons on the mill's page.",
]


@pytest.mark.parametrize("line", OWN)
def test_a_sentence_of_the_author_stays_at_the_end(line: str) -> None:
    """Words of calls make no call."""
    note = parse_note(f"{TEXT}{line}\n", path="x.txt", note_id="x", language="zh", pasted=True)
    assert [entry for entry in note.ledger if entry.rule] == []


def test_the_author_of_a_call_to_visit_is_read() -> None:
    """The row goes, and what it says stays in the record."""
    text = f"{TEXT}作者：石生，更多磨坊的文章，请访问石磨博客\n"
    note = parse_note(text, path="x.txt", note_id="x", language="zh", pasted=True)
    assert note.meta.source is not None
    assert note.meta.source.author == "石生"
    assert [entry.rule for entry in note.ledger if entry.rule] == ["reader-call"]
