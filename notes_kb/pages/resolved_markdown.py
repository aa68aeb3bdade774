"""Markdown for readers without our site: every link an address, nothing of the house format left.

The text stays the author's, line by line. What changes is what only this project reads
(``[[concept]]``, attribute lists, slots for lost figures), and where links lead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from markdown_it import MarkdownIt

from notes_kb.loading.attributes import split_attributes
from notes_kb.loading.link_targets import read_target
from notes_kb.pages.explicit_links import EXPLICIT
from notes_kb.text.brackets import opens_markdown_link

_BLOCKS = MarkdownIt("commonmark").disable("inline")
_VERBATIM = frozenset({"fence", "code_block"})
_TOKEN = re.compile(r"\\.|`+|\[\[|!\[|\]\(|\b(?:href|src)=[\"']")
"""What may begin a code span, a link, a picture or an address of HTML."""
_RESOLVED = re.compile(r"[\\`\[\]{]|\b(?:href|src)=")
"""What stands in every text of which anything may change."""
_RUN = re.compile("`+")
_MAY_BE_CODE = re.compile(r"```|~~~|\t| {4}")
"""What stands in every text with a fence or an indented block; most have none and need no parse."""
_LONGEST = 2_000
"""Characters of a code span, or of an address in HTML."""
_DEFINITION = re.compile(r"( {0,3}\[[^\[\]\n]{1,200}\]: *)(<[^<>\n]{0,2000}>|\S{1,2000})")
_WRITTEN = re.compile(EXPLICIT)
_ALT = re.compile(r"!\[([^\[\]\n]{0,500})\](?=\()")


class Addresses(Protocol):
    """Where links lead, as seen from the place where the text will stand."""

    def concept(self, name: str, text: str, *, escaped: bool) -> str | None:
        """Give the Markdown for ``[[name|text]]``; None to leave it as it was written.

        `escaped` tells whether its bar has a backslash, as in the cells of tables.
        """

    def address(self, written: str) -> str | None:
        """Give where a link leads; None to leave it as it was written."""

    def html_address(self, written: str) -> str | None:
        """Give where a link in HTML leads; None to leave it as it was written."""

    def picture(self, alt: str, target: str, written: str) -> str | None:
        """Give the Markdown for a picture; None where `address` says enough."""

    def attributes(self, written: str) -> str:
        """Give what stands for an attribute list at the end of a line, with the blank before."""


def resolve_markdown(text: str, addresses: Addresses) -> str:
    """Write Markdown with its links resolved; code stays as it is.

    Linear in the length of the text.
    """
    if not _RESOLVED.search(text):
        return text
    lines = text.split("\n")
    code = set(_code_lines(text))
    return "\n".join(
        line if number in code else _resolved(line, addresses) for number, line in enumerate(lines)
    )


def _code_lines(text: str) -> Iterator[int]:
    """Yield the numbers, from 0, of the lines that are code."""
    if not _MAY_BE_CODE.search(text):
        return
    for token in _BLOCKS.parse(text):
        if token.type in _VERBATIM and token.map:
            yield from range(*token.map)


def _resolved(line: str, addresses: Addresses) -> str:
    definition = _DEFINITION.match(line)
    if definition:
        written = definition[2].strip("<>")
        found = addresses.address(written)
        if found is not None:
            return f"{definition[1]}{bracketed(found)}{line[definition.end() :]}"
        return line
    bare, read = split_attributes(line)
    attributes = addresses.attributes(line[len(bare) :]) if read else ""
    return "".join(_Line(bare, addresses).pieces()) + attributes


def bracketed(address: str) -> str:
    """Write an address so that blanks and parentheses do not end it."""
    return f"<{address}>" if re.search(r"[\s()]", address) else address


@dataclass(slots=True)
class _Line:
    """One line that is no code."""

    text: str
    addresses: Addresses
    at: int = 0

    def pieces(self) -> Iterator[str]:
        """Yield the line piece by piece."""
        while found := _TOKEN.search(self.text, self.at):
            yield self.text[self.at : found.start()]
            self.at = found.end()
            yield self._piece(found)
        yield self.text[self.at :]

    def _piece(self, found: re.Match[str]) -> str:
        """Give what stands for a token, and move behind what it covers."""
        token = found[0]
        if token[0] == "`":
            return self._code(found)
        if token == "[[":
            return self._concept(found)
        if token == "![":
            return self._picture(found)
        if token == "](":
            return self._link(found)
        if token[-1] in "\"'" and token[0] != "\\":
            return token + self._attribute(token[-1])
        return token

    def _code(self, found: re.Match[str]) -> str:
        """Take a code span whole; a run of backticks that nothing closes is text."""
        for closing in _RUN.finditer(self.text, found.end(), found.end() + _LONGEST):
            if len(closing[0]) == len(found[0]):
                self.at = closing.end()
                return self.text[found.start() : closing.end()]
        return found[0]

    def _concept(self, found: re.Match[str]) -> str:
        written = _WRITTEN.match(self.text, found.start())
        if written is None or opens_markdown_link(self.text, written.end()):
            return found[0]
        name, text = written[1].strip(), (written[2] or "").strip()
        shown = self.addresses.concept(name, text, escaped="\\|" in written[0])
        if shown is None:
            return found[0]
        self.at = written.end()
        return shown

    def _picture(self, found: re.Match[str]) -> str:
        alt = _ALT.match(self.text, found.start())
        target = read_target(self.text, alt.end()) if alt else None
        if alt is None or target is None:
            return found[0]
        written = self.text[found.start() : target.end]
        shown = self.addresses.picture(alt[1], target.target, written)
        if shown is None:
            return found[0]
        self.at = target.end
        return shown

    def _link(self, found: re.Match[str]) -> str:
        """Write the address behind a bracket anew; the title behind it stays."""
        begin = found.end() - 1
        target = read_target(self.text, begin)
        address = self.addresses.address(target.target) if target and target.target else None
        if target is None or address is None:
            return found[0]
        start = self.text.index(target.target, begin)
        behind = start + len(target.target)
        self.at = behind + self.text.startswith(">", behind)
        return f"]({bracketed(address)}"

    def _attribute(self, quote: str) -> str:
        end = self.text.find(quote, self.at, self.at + _LONGEST)
        address = self.addresses.html_address(self.text[self.at : end]) if end >= 0 else None
        if address is None:
            return ""
        self.at = end
        return address
