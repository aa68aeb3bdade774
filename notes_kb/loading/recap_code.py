"""Code without fences: which lines of a paste are code, as a copy of a page gives it.

A copied page keeps the lines of a code block and a blank line at both ends; nothing else
tells it from the text. Each line is weighed by itself (`CODE_EVIDENCE`), then each block of
lines is decided as a whole, and its neighbours after it: a comment, an output or an
indented line beside code belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from notes_kb.languages import LANGUAGES
from notes_kb.languages.scripts import count_wide, has_wide
from notes_kb.loading.recap_lines import BULLET, Line
from notes_kb.text.numbering import parse_numbering

_COMMANDS = frozenset(
    """alias apk apt apt-get aptitude awk bash brew bundle cargo cat cd chmod chown chsh cmake
    composer conda cp curl dd df dig dnf docker docker-compose dotnet dpkg dtrace du echo emerge
    env exit export find flatpak gcc gem git go gpg grep gunzip gzip head helm hostname hostnamectl
    ip iptables java javac journalctl jq kill kubectl less ln ls lsblk lsof make man md5sum mkdir
    mount mv mysql nano node npm npx nslookup nvcc openssl pacman parted passwd perl php ping pip
    pip3 pnpm poetry printf ps psql pwd python python2 python3 redis-cli rm rpm rsync ruby scp sed
    service set sh snap sort source ssh su sudo systemctl tail tar tee telnet tiup tmux top touch
    uname unzip useradd usermod uv vagrant vi vim wget which whoami xargs yarn yay yum zip zypper
    """.split()
)
"""First words of lines for a shell."""
_EVERYDAY = frozenset(
    "cat env find go head ip kill less make man node ping service set sort source top touch which "
    "export exit service echo mount passwd".split()
)
"""Commands that are English words too: they need an argument that is no word."""
_KEYWORD = re.compile(
    r"(?:async def|def|class|import|from \S{1,60} import|return|elif|else:|else\b|except|try:|while"
    r"|if|for|with|print|raise|assert|yield|lambda|public|private|protected|static|void|int|float"
    r"|char|double|bool|const|let|var|function|fn|func|struct|enum|impl|using|namespace|template"
    r"|typedef|package|switch|case|break|continue|end|begin|do|done|fi|then|esac|unset|local"
    r"|SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|SHOW|EXPLAIN|ADMIN|SET|USE|BEGIN|COMMIT"
    r"|ROLLBACK|GRANT|REVOKE|FROM|WHERE|GROUP BY|ORDER BY|LEFT JOIN|JOIN|VALUES|PARTITION|KEY"
    r"|PRIMARY KEY|BATCH|SPLIT|IMPORT|LOAD DATA|TRACE|ANALYZE|FLASHBACK|mov|ld|st|add|mul)\b"
)
_IMPORT = re.compile(
    r"(?:import|from|use|using|require) [\w.:/{}*-]{1,80}"
    r"(?: as \w{1,40}| import .{1,200})?;?"
)
_PROMPT = re.compile(
    r"[$%] \S|>>>(?: |$)|\.\.\. "
    r"|(?:mysql|MySQL|MariaDB|sqlite|postgres|redis|tidb|TiDB)[^ ]{0,40}> ?"
    r"|\([A-Za-z0-9_-]{1,20}\) ?[$>]? ?[a-z]"
    r"|[A-Za-z0-9_.-]{1,30}@[A-Za-z0-9_.-]{1,40}(?::[^ ]{0,60})?[$#]"
    r"|[A-Za-z0-9_.-]{1,20}\$ |PS [A-Z]:|[A-Z]:\\|    ?-> "
)
_ROOT_PROMPT = re.compile(
    r"# (?P<command>[A-Za-z./~][A-Za-z0-9./_+~-]{0,60})(?P<rest>(?: .{0,400})?)"
)
_CLOSING = re.compile(r"[)\]}]{1,9}[;,)]{0,3}")
_ASSIGNED = re.compile(r"[\w.\[\]\"'*$-]{1,60} ?[-+*/:|?]?= ?\S|export \w{1,40}=")
_OPERATOR = re.compile(r" = | := |==|!=|->|=>|::|&&|\|\||\+=|-=|<<|>>|>= | <= ")
_CALL = re.compile(r"[\w.\]]\([^()\u3000-\u9fff]{0,200}\)")
_METHOD = re.compile(r"\b[A-Za-z_]\w{0,40}\.[A-Za-z_]\w{0,40}\(")
_FLAG = re.compile(r" --?[A-Za-z][\w-]{0,30}\b")
_PATH = re.compile(r"(?:^|[\s=:'\"@])(?:~|\.{1,2})?/[\w.${}-]{1,60}(?:/|\b)|\w/\w[\w.-]{0,40}/\w")
_PLACE_HOLDER = re.compile(r"<[A-Za-z/][^<>]{0,80}>|\$\{\w{1,40}\}|\$[A-Z_]{2,30}\b|\$\(")
_SLOT = re.compile(r"\{\w{1,40}\}|\$\{\w{1,40}\}|<\w{1,40}>")
_KEY = re.compile(
    r"[\"'][\w .-]{1,60}[\"'] ?:|[\w.-]{1,40}=[\w\"'/.$-]"
    r"|[a-z][\w.-]{0,40}:(?: [\"'\d\[{/]|$)"
)
_MARKUP = re.compile(
    r"</?[a-z][^<>]{0,200}>.{0,400}|@\w{1,40}(?:\(.{0,200}\))?|#!/.{0,200}|#include .{0,200}"
)
_COMMENT = re.compile(r"#|//|/\*|\*/|\* |-- |;; |\"\"\"|'''|<!--|REM |% ")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\"'<>(){}$]{3,2000}")
_FRAME = re.compile(r"[+|][-+=|]{4,}|\|.{0,400}\||[~+*#]{6,}")
_FILE = re.compile(r"[\w./~-]{1,80}\.[a-z]{1,4}")
_ERROR = re.compile(r"(?:ERROR|Error|Warning|WARN|INFO|Query OK|Traceback)\b[^A-Za-z]{0,3}.{0,200}")
_OUTPUT = re.compile(r"[\d:.,\[\]%/=|(){}<>_\\@*$#-]")
_QUOTED = re.compile(r"\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'")
_TAIL = re.compile(r"(?:(?<=\s)|^)(?:(?:#|//|--) |/\*).{0,400}$")
_STOPS = "".join(dict.fromkeys("".join(one.sentences.ends for one in LANGUAGES)))
_SENTENCE = re.compile(f"[{_STOPS}]$")
_WORD = re.compile(r"[A-Za-z']{1,30}")

_GOING_ON = ("}", ",", "(", "[", "\\", "):", ") {", "]", "|")
_CODED = 2.0
"""Weight from which a line is code by itself."""
_ALONE = 3.0
"""Weight from which a line is code where it is a block of its own."""
_PROSE = -2.0
"""Weight up to which a line is text whatever stands beside it."""


@dataclass(frozen=True, slots=True)
class CodeSign:
    """Something about a line that speaks for code or against it."""

    name: str
    weight: float
    holds: Callable[[str, str], object]
    """Asked with the line, and with the line without its strings and its comment."""


CODE_EVIDENCE = (
    CodeSign("begins with the prompt of a shell", 4, lambda text, bare: _PROMPT.match(text)),
    CodeSign("begins with a root prompt and a command", 3, lambda text, bare: is_root_prompt(text)),
    CodeSign("begins with a command and its arguments", 3.5, lambda text, bare: _command(bare)),
    CodeSign("is nothing but closing brackets", 4, lambda text, bare: _CLOSING.fullmatch(text)),
    CodeSign("is markup or a decorator", 3, lambda text, bare: _MARKUP.fullmatch(text)),
    CodeSign("is the frame of a table in a terminal", 4, lambda text, bare: _FRAME.fullmatch(text)),
    CodeSign("is nothing but a place to fill in", 3, lambda text, bare: _SLOT.fullmatch(text)),
    CodeSign("begins as a comment does", 1, lambda text, bare: _COMMENT.match(text)),
    CodeSign("begins with a keyword", 1.5, lambda text, bare: _KEYWORD.match(text)),
    CodeSign("imports a module", 2, lambda text, bare: _IMPORT.fullmatch(text)),
    CodeSign("assigns a value", 1.5, lambda text, bare: _ASSIGNED.match(bare)),
    CodeSign("holds an operator", 1.5, lambda text, bare: _OPERATOR.search(bare)),
    CodeSign("holds a call", 1, lambda text, bare: _CALL.search(bare)),
    CodeSign("calls a method", 1, lambda text, bare: _METHOD.search(bare)),
    CodeSign("holds an option", 1.5, lambda text, bare: _FLAG.search(bare)),
    CodeSign("holds a path", 1, lambda text, bare: _PATH.search(bare)),
    CodeSign("holds a variable", 1, lambda text, bare: _PLACE_HOLDER.search(bare)),
    CodeSign("gives a key its value", 1.5, lambda text, bare: _KEY.match(text)),
    CodeSign("is a file's name", 1, lambda text, bare: _FILE.fullmatch(text)),
    CodeSign("is a message of a program", 1, lambda text, bare: _ERROR.fullmatch(text)),
    CodeSign("ends as a statement", 2.5, lambda text, bare: bare.rstrip().endswith((";", "{"))),
    CodeSign(
        "goes on in the next line", 0.8,
        lambda text, bare: bare.rstrip().endswith(_GOING_ON),
    ),
    CodeSign("is a sentence", -4, lambda text, bare: _SENTENCE.search(text)),
    CodeSign("is nothing but an address", -5, lambda text, bare: _ADDRESS.fullmatch(text)),
    CodeSign("is mostly Han or kana", -4, lambda text, bare: _wide_share(bare) > 0.3),
    CodeSign("has Han or kana", -1, lambda text, bare: 0 < _wide_share(bare) <= 0.3),
    CodeSign("is written in English", -2, lambda text, bare: _small_words(bare) >= 2),
    CodeSign("is an English sentence", -1.5, lambda text, bare: text.endswith(".") and " " in text),
)  # fmt: skip
"""What speaks for code, in the order of the explanation; weights were set on real pages."""


def code_weight(text: str, indent: int) -> float:
    """Weigh a line; an indented one is code rather than one at the margin."""
    bare = _bare(text)
    if indent < 2 and _wide_share(bare) > 0.5:
        return -4.0
    weight = sum(sign.weight for sign in CODE_EVIDENCE if sign.holds(text, bare))
    return weight + (0 if indent < 2 else 1 if indent < 4 else 1.5)


def about_code(lines: Sequence[Line]) -> str:
    """Say why lines are code: what speaks for the first that shows a sign."""
    for line in lines:
        signs = [sign for sign in CODE_EVIDENCE if sign.holds(line.text, _bare(line.text))]
        if any(sign.weight > 0 for sign in signs):
            shown = ", ".join(f"{sign.name} ({sign.weight:+.1f})" for sign in signs)
            return f"code of {len(lines)} lines; line {line.number} {shown}"
    return f"code of {len(lines)} lines, between lines of code or in a fence"


def _bare(text: str) -> str:
    """Take strings and a comment off a line."""
    if '"' in text or "'" in text:
        text = _QUOTED.sub('""', text)
    return _TAIL.sub("", text) or text


def _command(bare: str) -> bool:
    """Tell a shell's command: a known one, with arguments that are no words where it needs them."""
    if not bare.isascii():
        return False
    first, _, rest = bare.partition(" ")
    if first not in _COMMANDS:
        return False
    plain = first in _EVERYDAY or not rest
    return bool(rest) and (not plain or bool(_OUTPUT.search(rest)))


def is_root_prompt(text: str) -> bool:
    """Tell a root prompt from a Markdown heading: what follows is a command, not a title."""
    match = _ROOT_PROMPT.fullmatch(text)
    if match is None or not text.isascii():
        return False
    command, rest = match["command"], match["rest"]
    if command in _COMMANDS:
        return bool(rest) or command not in _EVERYDAY
    return "/" in command or bool(_FILE.fullmatch(command)) or bool(_FLAG.search(rest))


def _wide_share(text: str) -> float:
    if text.isascii():
        return 0.0
    return count_wide(text) / max(1, len(text) - text.count(" "))


@cache
def _everyday_words() -> frozenset[str]:
    """Give the words that English sentences hold and code does not."""
    return frozenset(word for one in LANGUAGES for word in one.sentences.small_words)


def _small_words(text: str) -> int:
    known = _everyday_words()
    words = _WORD.findall(text[:300])
    return sum(1 for n, word in enumerate(words) if (word if n else word.lower()) in known)


# Blocks of lines


def find_code(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Find the runs of lines that are code: the first and the one behind the last."""
    blocks = _blocks(lines)
    weights = [code_weight(line.text, line.indent) for line in lines]
    coded = [_is_code(lines[a:b], weights[a:b]) for a, b in blocks]
    wide = _is_wide_document(lines)
    for n, (a, b) in enumerate(blocks):
        if coded[n] or not n:
            continue
        goes_on = coded[n - 1] and _goes_on(lines[a:b], weights[a:b], wide)
        if goes_on or (wide and _is_announced(lines[a - 1], lines[a:b], weights[a:b])):
            coded[n] = True
    for n in range(len(blocks) - 2, -1, -1):
        a, b = blocks[n]
        if not coded[n] and coded[n + 1] and _comes_before(lines[a:b]):
            coded[n] = True
    runs = _joined([block for block, code in zip(blocks, coded, strict=True) if code])
    return sorted([*runs, *_inside(lines, weights, blocks, coded)])


def _blocks(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Cut at blank lines."""
    starts = [n for n, line in enumerate(lines) if line.after_blank]
    return list(zip(starts, [*starts[1:], len(lines)], strict=True)) if starts else []


def _is_code(lines: Sequence[Line], weights: Sequence[float]) -> bool:
    """Decide a block: most lines are code, and none is plainly text."""
    if any(line.begins_paragraph or line.is_listed for line in lines):
        return False
    if len(lines) == 1 and _is_item(lines[0]):
        return False
    if len(lines) == 1:
        return weights[0] >= _ALONE
    told = [
        weight for line, weight in zip(lines, weights, strict=True) if not _COMMENT.match(line.text)
    ]
    coded = sum(weight >= _CODED for weight in weights)
    text = sum(weight <= _PROSE for weight in told)
    return bool(coded) and coded * 2 >= len(told) and text * 4 <= len(lines)


def _goes_on(lines: Sequence[Line], weights: Sequence[float], wide: bool) -> bool:
    """Tell what belongs to the code above: indented lines, comments, what a program printed."""
    if any(line.begins_paragraph or line.is_listed or _is_item(line) for line in lines):
        return False
    if all(line.indent >= 2 or _COMMENT.match(line.text) for line in lines):
        return all(
            weight > _PROSE or _COMMENT.match(line.text)
            for line, weight in zip(lines, weights, strict=True)
        )
    if sum(weights) / len(lines) >= (1 if len(lines) > 1 else 1.5):
        return True
    if not wide or not all(line.text.isascii() for line in lines):
        return False
    if len(lines) > 1:
        return not any(line.text.endswith(".") and _small_words(line.text) > 2 for line in lines)
    return len(_OUTPUT.findall(lines[0].text)) >= 3


def _is_item(line: Line) -> bool:
    """Tell a numbered line of the text from a line of code."""
    numbering = parse_numbering(line.text)
    return numbering is not None and numbering.rest[:1].isalpha()


def _is_announced(above: Line, lines: Sequence[Line], weights: Sequence[float]) -> bool:
    """Tell what stands below a colon and has no word of the document's own script."""
    if not above.text.endswith((":", "：")) or not all(line.text.isascii() for line in lines):
        return False
    if any(line.is_listed or BULLET.match(line.text) for line in lines):
        return False
    prose = any(word in line.text for line in lines for word in ("://", ". "))
    return max(weights) > 0 or not prose


def _comes_before(lines: Sequence[Line]) -> bool:
    """Tell comments above code from text."""
    return all(_COMMENT.match(line.text) and not line.is_listed for line in lines) and not any(
        line.text.startswith("##") for line in lines
    )


def _joined(blocks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join the blocks that only blank lines part: code has blank lines too."""
    runs: list[tuple[int, int]] = []
    for a, b in blocks:
        if runs and runs[-1][1] == a:
            runs[-1] = (runs[-1][0], b)
        else:
            runs.append((a, b))
    return runs


def _inside(
    lines: Sequence[Line],
    weights: Sequence[float],
    blocks: Sequence[tuple[int, int]],
    coded: Sequence[bool],
) -> list[tuple[int, int]]:
    """Find code in blocks that hold text too: at least two lines, indented or plainly code."""
    found: list[tuple[int, int]] = []
    for (a, b), code in zip(blocks, coded, strict=True):
        if code:
            continue
        start = a
        while start < b:
            end = start
            while end < b and _stands_out(lines[end], weights[end]):
                end += 1
            strong = sum(weight >= _CODED for weight in weights[start:end])
            if end - start > 1 and strong * 2 >= end - start:
                found.append((start, end))
            start = max(end, start + 1)
    return found


def _stands_out(line: Line, weight: float) -> bool:
    if line.begins_paragraph or line.is_listed:
        return False
    return weight >= _ALONE + 1 or (line.indent >= 4 and weight > _PROSE)


def _is_wide_document(lines: Sequence[Line]) -> bool:
    """Tell a document in Han or kana, where lines without either are no prose."""
    wide = sum(1 for line in lines if not line.text.isascii() and has_wide(line.text[:80]))
    return wide * 3 > len(lines)
