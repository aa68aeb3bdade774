"""Small sites for tests: a drawn file tree, really built."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdocs.commands.build import build as host_build
from mkdocs.config import load_config

REPOSITORY = Path(__file__).parent.parent

CONFIG = """\
site_name: 笔记
site_url: https://example.org/base/
theme: {name: material, language: zh}
plugins:
  - search
  - notes_kb
markdown_extensions: [attr_list, tables, pymdownx.superfences]
"""

CONCEPT = """\
---
labels: {zh: 混合专家模型, en: Mixture of Experts}
aliases: {zh: [混合专家], en: [MoE]}
definition: {zh: 一种稀疏网络。, en: A sparse network.}
topic: 1
sources: [{title: Outrageously Large Neural Networks, url: "https://arxiv.org/abs/1701.06538"}]
---

条目正文。
"""

NOTE_ZH = """\
---
title: 一场报告
date: 2025-02-03
event: 讲座
---

## 一、专家 {#moe topic=moe}

- 混合专家让参数变多。
- 第二点。

![缺图：结构](missing)

## 二、其他 {#rest}

- 只有中文。
"""

NOTE_EN = """\
---
title: A talk
date: 2025-02-03
event: Lecture
---

## Experts {#moe topic=moe}

- MoE adds parameters.
- A second point.
"""

TREE = {
    "docs/index.md": "# 首页\n\n欢迎。\n",
    "docs/index.en.md": "# Home\n\nWelcome.\n",
    "docs/guide.md": "# 指南\n\n见[笔记](notes/talk.md)。\n",
    "docs/notes/talk.md": NOTE_ZH,
    "docs/notes/talk.en.md": NOTE_EN,
    "docs/concepts/moe.md": CONCEPT,
    "docs/concepts/moe.en.md": "The article.\n",
}
"""A site with every kind of page; `guide` exists in Chinese only."""


@dataclass(frozen=True)
class Built:
    """A site that was built."""

    root: Path
    code: int
    log: str

    def read(self, uri: str) -> str:
        """Read a file of the built site."""
        return (self.root / "site" / uri).read_text("utf-8")

    def has(self, uri: str) -> bool:
        """Tell whether the built site has a file."""
        return (self.root / "site" / uri).is_file()

    def files(self) -> dict[str, bytes]:
        """Give every file of the built site with its bytes."""
        site = self.root / "site"
        return {
            p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()
        }


def draw(root: Path, tree: Mapping[str, str | bytes], config: str = CONFIG) -> Path:
    """Write a file tree and its configuration."""
    for name, content in {"mkdocs.yml": config, **tree}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(textwrap.dedent(content), "utf-8")
    return root


def build(
    root: Path,
    tree: Mapping[str, str | bytes] = TREE,
    *arguments: str,
    config: str = CONFIG,
    host: str = "mkdocs",
    path: str = "",
) -> Built:
    """Draw a tree and build it with a host, in a process of its own."""
    draw(root, tree, config)
    command = [sys.executable, "-m", host, "build", "--site-dir", "site", *arguments]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": path, "NO_COLOR": "1"}
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    return Built(root, done.returncode, done.stdout + done.stderr)


def build_here(root: Path) -> None:
    """Build a site that is drawn already in this process, from its startup on.

    The host keeps a plugin for later builds of the process: what an earlier test told it at
    its startup, that it serves say, would hold on.
    """
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site"))
    config.plugins.on_startup(command="build", dirty=False)
    host_build(config)
