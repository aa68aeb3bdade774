"""CSDN: red packet and payment, copyright line, article bar, table of contents mark."""

from __future__ import annotations

from notes_kb.loading.boilerplate.rule import Place, Rule, cues

_AMOUNT = r"[¥￥]?[ ]?[0-9]{1,8}(?:\.[0-9]{1,2})?"

RED_PACKET = Rule(
    name="csdn-red-packet",
    place=Place.TAIL,
    strong=cues(
        r"请填写红包祝福语.{0,8}",
        r"红包个数最小为[0-9]{1,4}个",
        r"红包金额最低[0-9.]{1,6}元",
        rf"当前余额{_AMOUNT}前往充值[ ]?[>＞]?",
        rf"需支付[:：]{_AMOUNT}元?",
        r"领取后你会自动成为.{0,20}粉丝.{0,6}",
        r"[0-9][.、．]余额是钱包充值的.{0,40}",
        r"[0-9][.、．]余额无法直接购买.{0,40}",
        r"抵扣说明[:：]",
        rf"钱包余额[ ]?{_AMOUNT}",
        r"成就一亿技术人[!！]",
    ),
    weak=cues(
        "评论", "添加红包", "发出的红包", "实付", "使用余额支付", "点击重新获取", "扫码支付",
        "余额充值", "打赏作者", _AMOUNT, rf"{_AMOUNT}元?", "你的鼓励将是我创作的最大动力",
    ),
    need_strong=3,
    need=5,
    free=2,
)  # fmt: skip

RULES = (RED_PACKET,)
