"""Zenn, Qiita and note.com: badges and counters above, likes and buttons below."""

from __future__ import annotations

from notes_kb.loading.platforms.rule import COUNT, DATE, Place, Rule, cues, link_cue

ZENN = "zenn.dev"
"""The host of Zenn."""
_BADGE = link_cue(
    rf"(?:{COUNT})? ?(?:テーマ「[^」]{{1,40}}」 ?)?(?:tech|idea)",
    r"https?://zenn\.dev/tech-or-idea",
)
_PUBLISHED = link_cue(
    r"(?P<account>.{2,60}?)(?: ?Publicationへの投稿)?",
    r"https?://zenn\.dev/p/[\w-]{1,60}$",
    whole=True,
)
_PUBLICATION = link_cue(r".{0,60}Publicationへの投稿", r"https?://zenn\.dev/")
ZENN_HEAD = Rule(
    name="zenn-head",
    place=Place.HEAD,
    strong=(_BADGE, _PUBLISHED, _PUBLICATION),
    inner=cues(COUNT),
    need_strong=1,
    need=1,
)
"""The publication, likes, and what kind of article it is."""

ZENN_TAIL = Rule(
    name="zenn-tail",
    place=Place.TAIL,
    strong=cues(
        r"ログインするとコメントできます",
        r"バッジを贈って著者を応援しよう.{0,60}",
        r"この記事に贈られたバッジ",
    ),
    weak=cues("discussion", "バッジを贈る", "バッジを贈るとは", COUNT),
    opening=cues("discussion", "バッジを贈る", COUNT),
    need_strong=1,
    need=1,
)
"""Likes, and the form for comments."""

_AUTHOR = link_cue(
    r"@[\w-]{1,40}(?: ?\(.{1,60}\))?", r"https?://qiita\.com/[\w-]{1,60}$", whole=True
)
QIITA_HEAD = Rule(
    name="qiita-head",
    place=Place.HEAD,
    strong=(
        *cues(
            r"この記事は最終更新日から[0-9]{1,2}年以上が経過しています。",
            r"qiitaにログインして、便利な機能を使ってみませんか？",
            r"あなたにマッチした記事をお届けします",
            r"便利な情報をあとから読み返せます",
        ),
        link_cue(r"@[\w-]{1,40}(?: \(.{1,60}\))? 投稿日.{0,40}", r"https?://qiita\.com/"),
        *cues(rf"(?:最終更新日 ?(?:{DATE})? ?)?投稿日 ?(?P<day>{DATE})?"),
    ),
    weak=(*cues(r"ログイン ?新規登録"), _AUTHOR),
    opening=(*cues(r"ログイン ?新規登録"), _AUTHOR),
    inner=cues(COUNT),
    need_strong=1,
    need=1,
)
"""Who wrote it, likes and days, how long ago it was changed, and why to sign in."""

_COMMENTS = link_cue(COUNT, r"(?:https?://qiita\.com/[\w-]{1,60}/items/[0-9a-f]{0,20})?#comments$")
_ITEM = r"https?://qiita\.com/[\w-]{1,60}/items/[0-9a-f]{20}(?:/likers)?$"
_LIKES = link_cue(rf"{COUNT}(?: {COUNT} comment {COUNT})?", _ITEM)
QIITA_TAIL = Rule(
    name="qiita-tail",
    place=Place.TAIL,
    strong=(
        _LIKES,
        *cues(
            r"コメント一覧へ移動",
            r"いいねしたユーザー一覧へ移動",
            r"x（twitter）でシェアする",
            r"facebookでシェアする",
            r"はてなブックマークに追加する",
            r"新規登録して、もっと便利にqiitaを使ってみよう",
        ),
    ),
    weak=(
        _COMMENTS,
        *cues(
            r"あなたにマッチした記事をお届けします",
            r"便利な情報をあとで効率的に読み返せます",
            r"ダークテーマを利用できます",
            r"ログインすると使える機能について ?新規登録 ?ログイン",
        ),
    ),
    inner=cues(COUNT),
    opening=(_COMMENTS,),
    need_strong=1,
    need=2,
)
"""Comments and likes, as numbers, and the buttons to share."""

NOTE_TAIL = Rule(
    name="note-tail",
    place=Place.TAIL,
    strong=cues(
        r"この記事が気に入ったらサポートをしてみませんか？",
        r"いただいたサポートは.{1,80}",
        r"気に入ったらサポート",
        r"いいなと思ったら応援しよう！",
        r"この記事が気に入ったらチップで応援してみませんか？",
        r"よろしければ応援お願いします！.{0,60}",
        r"ログイン ?または ?会員登録.{0,20}",
    ),
    weak=cues(
        r"[0-9]{1,6}番目のスキ！",
        r"ありがとうございます！励みになります！.{0,20}",
        "スキ",
        "フォロー",
        "チップで応援する",
        "コメント",
        "購入者のコメント",
        "この記事が参加している募集",
        r"[0-9,]{1,7}本?",
        r"#.{1,30}",
    ),
    opening=cues(r"[0-9]{1,6}番目のスキ！", "この記事が参加している募集"),
    need_strong=1,
    need=2,
)
"""Support, likes and tags."""

RULES = (ZENN_HEAD, ZENN_TAIL, QIITA_HEAD, QIITA_TAIL, NOTE_TAIL)
