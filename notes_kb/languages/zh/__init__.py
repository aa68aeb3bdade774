"""Chinese, and the rules of Han characters."""

from __future__ import annotations

import re

from notes_kb.languages.language import (
    Credits,
    Headings,
    Labels,
    Language,
    LegacyText,
    Ordinals,
    PageParts,
    Pictures,
    Questions,
    Reading,
    Sentences,
    Writing,
)
from notes_kb.languages.numbering import (
    END,
    FORMAL_NUMERALS,
    GAP,
    HAN_NUMERALS,
    HAN_ORDINAL,
    Style,
)
from notes_kb.languages.scripts import Script
from notes_kb.languages.zh.characters import traditional_spellings, traditional_to_simplified
from notes_kb.languages.zh.edges import stands_alone
from notes_kb.languages.zh.legacy import CODECS, commonness
from notes_kb.languages.zh.phrases import phrases, split_words
from notes_kb.languages.zh.pinyin import CHARACTERS, common, respell, sounds, speak, to_pinyin
from notes_kb.languages.zh.words import term_weight

ZH = Language(
    code="zh",
    name="简体中文",
    spellings=frozenset({"cn", "zho", "chi", "chs", "cmn", "chinese", "中文", "汉语", "简体中文"}),
    scripts=frozenset({Script.HAN}),
    told_by=Script.HAN,
    edges_hold=stands_alone,
    phrases=phrases,
    words=split_words,
    term_weight=term_weight,
    characters=traditional_to_simplified,
    other_spellings=traditional_spellings,
    latinise=to_pinyin,
    reading=Reading(
        characters=CHARACTERS, speak=speak, respell=respell, common=common, sounds=sounds
    ),
    questions=Questions(
        inside=tuple(
            """为什么 为何 是不是 有没有 能不能 会不会 要不要 怎么样 怎么办 怎么 怎样 如何 有什么
            是什么 什么 哪些 哪里 哪个 哪种 多少 多大 到底 究竟 是否 请问 吗 呢""".split()
        ),
    ),
    sentences=Sentences(
        ends="。！？；",
        closers="\"'”’」』）)]】》",
        openers=(
            "因此", "所以", "但是", "但", "不过", "然而", "而且", "此外", "另外", "同时", "于是",
            "接着", "接下来", "然后", "首先", "其次", "最后", "其中", "例如", "比如", "如果",
            "那么", "当然", "其实", "现在", "这里", "这样", "这个", "这些", "这是", "这就",
            "那是", "以下", "下面", "以上", "如下", "如图", "上图", "下图", "我们", "我是",
            "我的", "我在", "我会", "你可以", "你会", "你的", "他们", "它是", "它的", "请",
            "注意", "也就是", "就是", "可以", "可见", "总之", "换句话说", "换言之", "事实上",
            "实际上", "由此", "为此", "对此", "并且", "或者", "即", "让我们", "大家", "点击",
            "欢迎", "关注", "感谢", "谢谢", "加入", "本文", "扫描", "长按", "猜你", "至此",
            "除此", "具体", "更多", "详情", "参见", "详见",
        ),
    ),
    writing=Writing(
        narrow_mark=re.compile(r"(?<=[\u4e00-\u9fff])[,;!?:](?=[\u4e00-\u9fff])"),
        wide_marks={",": "，", ";": "；", "!": "！", "?": "？", ":": "："},
        spaced=re.compile(r"[\u4e00-\u9fff] [A-Za-z0-9]|[A-Za-z0-9] [\u4e00-\u9fff]"),
        joined=re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]"),
    ),
    labels=Labels(
        summary=(
            "总结一下", "一句话总结", "本节总结", "本章总结", "本节小结", "本章小结", "要点总结",
            "总结", "小结", "结论", "核心要点", "總結", "小結", "結論",
        ),
        question=("提问", "问题", "问", "問題", "問"),
        answer=("回答", "解答", "答"),
        editors_note=("编者注", "编者按", "編者註"),
        figure=("图", "圖", "图表", "圖表", "附图", "插图", "表", "表格", "附表"),
        caption=(
            "图注", "图片说明", "图源", "图片来源", "图片来自", "图片", "配图", "资料来源",
            "数据来源", "圖源", "圖片來源",
        ),
        people=(
            "主讲人?", "讲者", "演讲[人者]", "分享[人者]", "嘉宾", "主持人?", "讲师", "访谈人",
            "受访[人者]", "采访[人者]?", "记录[人者]?", "整理[人者]",
        ),
        visiting=(
            "免费", "门票", "票价", "人均", "营业", "开放", "黎明|黄昏|全天",
            "[0-9零一二两三四五六七八九十百千]{1,8}(?:日元|元|块)",
            "[0-9零一二三四五六七八九十]{1,3}点(?:半|钟)?[到至~～-]",
            "[0-9零一二三四五六七八九十]{1,4}号",
        ),
        supplied=(
            r"由.{1,20}《.{1,20}》.{0,8}(?:提供|授权)",
            r"[^:：]{1,6}[:：] ?约? ?[0-9.～~-]{1,9} ?(?:小时|分钟|公里|千米|天|元).{0,16}",
            r"(?:图片|照片|地图)由.{1,24}(?:提供|授权)",
        ),
        calls=(
            r"点击(?:关注|(?:上方)?蓝|下|图片|小程序|[“\"]?阅读原文|查看)",
            r"长按(?:扫码|识别|图片)",
            r"扫码(?:领|学习|进群|加群|报名|关注)",
        ),
        sources=("资料来源", "来源", "数据来源", "图片来源", "图源", "出处", "資料來源", "來源"),
        no_speakers=(
            "注", "注意", "提示", "说明", "备注", "背景", "资料来源", "来源", "数据来源", "例如",
            "例", "比如", "示例", "案例", "输入", "输出", "结果", "优点", "缺点", "优势", "劣势",
            "步骤", "方法", "原因", "问题", "解决方案", "解决方法", "其中", "其中包括", "如下",
            "定义", "公式", "特点", "时间", "地点", "作者", "标题", "译者", "编辑", "摘要",
            "关键词", "链接", "默认值", "类型", "描述", "作用", "场景", "目标", "目的", "核心",
            "重点", "观点", "结论", "建议", "警告", "更新", "补充", "参考", "代码", "提示词",
            "第一", "第二", "第三", "首先", "其次", "最后", "一方面", "另一方面", "简介", "介绍",
            "功能", "用法", "语法", "参数", "返回值", "备注说明", "例子", "实例", "适用场景",
            "邮箱", "电话", "图", "表", "图表", "图注",
        ),
    ),
    page_parts=PageParts(
        permalink=("链接", "永久链接"),
        copy=("复制", "复制代码", "拷贝"),
        advertisement=("广告",),
        contents=("本页目录", "本页内容"),
        back=("返回",),
        notes=(
            "注", "注意", "提示", "说明", "备注", "警告", "重要", "危险", "小贴士", "补充", "要点",
            "示例", "定义", "注意事项", "小提示", "温馨提示",
        ),
        bylines=("发布者", "发表者"),
    ),
    headings=Headings(
        opening=(
            "前言", "引言", "简介", "介绍", "概述", "概览", "背景", "摘要", "导语", "导读",
            "引子", "序言", "写在前面", "开篇", "楔子", "序", "背景介绍",
        ),
        closing=(
            "总结", "小结", "结语", "结论", "结束语", "结尾", "尾声", "后记", "写在最后", "最后",
            "总结一下", "总结与展望", "展望", "未来展望", "参考", "参考资料", "参考文献",
            "参考链接", "参考文章", "注释", "附录", "延伸阅读", "扩展阅读", "相关阅读",
            "推荐阅读", "相关资源", "另请参阅", "更多", "更多信息", "致谢", "结论与展望",
            "本章小结", "本节小结", "下一步", "下一步计划", "常见问题", "全文总结", "写在后面",
            "结束", "探索更多", "总结和展望", "關於", "總結", "小結", "結論", "結語", "參考資料",
            "參考文獻",
        ),
        contents=("目录", "文章目录", "本文目录", "目錄"),
        contents_buttons=("收起", "展开", "收起目录", "展开目录"),
        no_headings=(
            "图源", "图片来源", "图片来自", "来源：", "图|", "图｜", "图/", "图：", "制图",
            "摄影", "首图", "题图", "扫码", "二维码", "阅读原文", "转载", "公众号", "原创",
            "责编", "排版", "译者", "校对", "版权", "资料来源", "数据来源", "留言", "点赞",
            "在看", "全文完", "供图", "文 |", "文|", "文｜", "作者", "编辑", "微信",
        ),
        announces_figure=(
            "下图", "上图", "如图", "图所示", "图中", "图为", "所示", "这张图", "此图",
        ),
    ),
    pictures=Pictures(
        placeholders=(
            "在这里插入图片描述", "请添加图片描述", "插入图片描述", "这里写图片描述", "图片描述",
            "[图片]", "【图片】", "（在这里插入图片描述）", "（图片）", "(图片)", "［图片］",
            "[圖片]", "【圖片】", "[插图]", "【插图】", "[图]", "【图】", "（图）", "[配图]",
            "【配图】", "[图片上传中...]", "图片加载中...", "图片加载失败", "点击查看大图",
            "点击查看原图",
        ),
        failed=("图片上传失败",),
        words=("图片", "圖片", "插图"),
        screenshots=("截图", "截屏", "屏幕截图"),
        empty_alt=("在这里插入图片描述", "请添加图片描述", "图片描述", "图片"),
    ),
    credits=Credits(
        author=("作者", "撰文", "撰稿", "文", "文字", "采写", "记者", "整理", "原作者", "原文作者"),
        contributor=(
            "译者", "翻译", "编译", "校对", "审校", "选题", "编辑", "责编", "责任编辑", "排版",
            "监制", "策划", "出品", "制作", "设计", "题图", "头图", "供稿", "审核",
        ),
        source=("来源", "出处", "原文", "来源公众号"),
        tags=("标签", "文章标签"),
        link=("原文链接", "原文地址", "本文链接", "来源链接", "文章链接", "转载自"),
        label_marks="｜丨︱",
        event=("活动", "活动名称", "会议名称", "论坛名称"),
        no_names=("是", "的", "了", "有", "在"),
        page_words=(
            r"\+?(?:关注|已关注){1,2}(?:他|她|作者)?$", r"(?<!\S)(?:粉丝|关注) ?- ?[0-9]{1,9}",
            "已认证帐号", "发布(?:在|于)", "成就一亿技术人[!！]?", "特邀作者", "专栏作家",
            "(?:文章)?作者[:：]? ", r"VIP\.[0-9]",
        ),
        statements=(
            "本文(?:来自|来源于?|转载自|转自|首发于?|原载于?|摘自)[:：]? ?"
            "(?P<source>[^，,。]{2,60})(?:[，,].{0,160})?。?",
            "本文由 ?.{1,60}(?:编译|翻译|发布|出品|推出).{0,40}",
        ),
        reports_from=("发自", "整理自", "编辑自"),
        date=(
            "日期", "时间", "发布时间", "发布日期", "发表于", "发布于", "更新时间", "分享日期",
            "讲座日期", "活动日期", "直播日期", "会议日期", "演讲日期", "录制日期", "记录日期",
            "采访日期", "访谈日期",
        ),
        before_date=("发布于", "发表于", "已于", "于"),
        after_date=("发布", "修改", "更新"),
        date_units=("年", "月", "日"),
        places=tuple(
            "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南"
            " 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门"
            " 台湾 中国香港 中国澳门 中国台湾 美国 日本 新加坡 英国 德国 加拿大 澳大利亚".split()
        ),
    ),
    ordinals=Ordinals(
        patterns=(
            (Style.PART, rf"{HAN_ORDINAL}(?:部分|部|篇){END}"),
            (
                Style.CHAPTER,
                rf"{HAN_ORDINAL}(?:[讲講回]{END}|章(?:{END}|(?=[^节節中里的，。])))",
            ),
            (Style.CLAUSE, rf"{HAN_ORDINAL}[节節]{END}"),
            (Style.FORMAL, rf"(?P<n>[{FORMAL_NUMERALS}]{{1,3}})(?:{GAP}?[、.．:：]|{GAP})"),
            (
                Style.HAN,
                rf"(?P<n>[{HAN_NUMERALS}]{{1,3}}){GAP}?(?:[、.．]|[,，:：](?={GAP}?\S))",
            ),
            (
                Style.HAN_BRACKETS,
                rf"[（(]?{GAP}?(?P<n>[{HAN_NUMERALS}]{{1,3}}){GAP}?[)）]{GAP}?[、.．:：]?",
            ),
        ),
        starts=f"第（({HAN_NUMERALS}{FORMAL_NUMERALS}",
        counting="一二三四五六七八九十",
    ),
    legacy=LegacyText(codecs=CODECS, commonness=commonness),
)  # fmt: skip
