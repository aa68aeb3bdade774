"""Draw all diagrams into docs/assets/diagrams.

python -m tools.diagrams            write the SVG files and index.json
python -m tools.diagrams --check    exit 1 where a file on disk differs from what we draw
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tools.diagrams.sources import all_diagrams
from tools.diagrams.text import LANGS

OUT = Path(__file__).resolve().parents[2] / "docs" / "assets" / "diagrams"


def files() -> dict[str, str]:
    """Give every file by its name: one SVG for each diagram and language, and the index."""
    drawn = {
        name: text for diagram in all_diagrams() for name, text in diagram.files(diagram.id).items()
    }
    index = [
        {
            "id": diagram.id,
            "title": diagram.title._asdict(),
            "alt": diagram.desc._asdict(),
            "files": {lang: f"{diagram.id}.{lang}.svg" for lang in LANGS},
            "concepts": list(diagram.also),
            "stands_for": diagram.figure
            and {
                "section": diagram.figure.section,
                "lines": list(diagram.figure.lines),
                "after": diagram.figure.after._asdict(),
            },
        }
        for diagram in all_diagrams()
    ]
    drawn["index.json"] = json.dumps(index, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return drawn


def main(argv: list[str]) -> int:
    """Run the command line; see the module's docstring."""
    wanted = files()
    there = {p.name: p.read_text(encoding="utf-8") for p in OUT.glob("*") if p.is_file()}
    if "--check" in argv:
        wrong = sorted(n for n in wanted.keys() | there.keys() if wanted.get(n) != there.get(n))
        for name in wrong:
            print(f"docs/assets/diagrams/{name} is not what its source draws; run make diagrams")
        return 1 if wrong else 0
    OUT.mkdir(parents=True, exist_ok=True)
    for name in there.keys() - wanted.keys():
        (OUT / name).unlink()
    for name, text in wanted.items():
        (OUT / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
