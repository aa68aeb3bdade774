"""Record the labs again, redraw their plots, and keep the figures that their pages quote true.

    python tools/labs.py run [ID ...]      measure, write result.json, draw, refresh the pages
    python tools/labs.py plot [ID ...]     draw again from result.json
    python tools/labs.py quote [ID ...]    write the figures of result.json into the pages

A page quotes a figure as `51.2<!--=ratio/python-->`: the number as a reader sees it, and behind it
the place in result.json's `data` that it comes from. A page outside of the labs names the lab too:
`107<!--=bubble-sort//ratio/python-->`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

LABS = ROOT / "docs" / "labs"
IDS = ("bubble-sort", "moe-router", "grpo-toy", "kv-cache", "ptx-vector-add", "pipeline-bubbles")
PAGES = ("index.md", "index.en.md")
QUOTE = re.compile(r"([-−]?[0-9][0-9,]*(?:\.[0-9]+)?)<!--=([^>]{1,120})-->")
MACHINE = re.compile(r"<!--machine-->[^\n]*<!--/machine-->")
TOOLS = (("cc", r"[0-9]+\.[0-9]+\.[0-9]+"), ("nvcc", r"V[0-9]+\.[0-9]+\.[0-9]+"))
WORKED = "worked"
"""Stands for a lab in quotes of `tools/worked`."""
DIGITS = 6
"""Significant digits kept of a measured value."""
GROUPED = 10_000
"""From here on thousands are set apart by a comma."""
MINUS = "−"
"""The minus sign of the pages, as in their prose."""
RUNS_KEPT = 5
"""Whole runs whose headline figures a result keeps, the latest last."""


def load(lab: str, name: str) -> ModuleType:
    """Import a lab's own module by its path."""
    path = LABS / lab / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"lab_{lab.replace('-', '_')}_{name}", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _cpu_model() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _versions() -> Iterator[tuple[str, str]]:
    yield "python", f"{platform.python_implementation()} {platform.python_version()}"
    if importlib.util.find_spec("numpy"):
        yield "numpy", __import__("numpy").__version__
    for tool, pattern in TOOLS:
        if shutil.which(tool):
            said = subprocess.run([tool, "--version"], capture_output=True, text=True, check=False)
            found = re.findall(pattern, said.stdout)
            if found:
                yield tool, found[-1] if tool == "nvcc" else found[0]


def machine() -> dict[str, Any]:
    """Describe the machine as far as it bears on the figures; no names, no paths."""
    return {
        "cpu": _cpu_model(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "versions": dict(_versions()),
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value


def read(lab: str) -> dict[str, Any]:
    """Read a lab's recorded result."""
    result: dict[str, Any] = json.loads((LABS / lab / "result.json").read_text(encoding="utf-8"))
    return result


def whole_runs(
    headlines: Mapping[str, str], new: Mapping[str, Any], old: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Give how a timed lab's headline figures came out in whole runs, this one and those before.

    `headlines` maps a name to its place in the data. An older result counts where it was
    recorded with the same parameters; one without runs of its own counts as one run. One
    without some headline does not count: the list of headlines may have grown since.
    """
    runs = []
    for result in (old, new):
        if result is None or result["parameters"] != new["parameters"]:
            continue
        before = result["data"].get("whole_runs", {}).get("runs", [])
        runs += [run for run in before if headlines.keys() <= run.keys()]
        if result is not new and (runs or not _has(result["data"], headlines.values())):
            continue
        found = {name: lookup(result["data"], path) for name, path in headlines.items()}
        runs.append({"recorded": result["recorded"], **found})
    runs = runs[-RUNS_KEPT:]
    spread = {
        name: {"low": min(r[name] for r in runs), "high": max(r[name] for r in runs)}
        for name in headlines
    }
    return {"runs": runs, "count": len(runs), **spread}


def _has(data: Any, paths: Iterable[str]) -> bool:
    try:
        return all(lookup(data, path) is not None for path in paths)
    except (KeyError, IndexError):
        return False


def record(lab: str) -> None:
    """Measure at full size and write result.json."""
    module = load(lab, "lab")
    old = read(lab) if (LABS / lab / "result.json").exists() else None
    result = {
        "lab": lab,
        "recorded": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "parameters": dict(module.FULL),
        "data": _rounded(module.run(**module.FULL)),
    }
    if headlines := getattr(module, "HEADLINES", None):
        result["data"]["whole_runs"] = whole_runs(headlines, result, old)
    text = json.dumps(result, ensure_ascii=False, indent=1, sort_keys=True)
    (LABS / lab / "result.json").write_text(text + "\n", encoding="utf-8")


def plots(lab: str) -> dict[str, str]:
    """Render a lab's plots from its recorded result: file name to SVG."""
    drawn = load(lab, "plot").diagrams(read(lab)["data"])
    return {
        file: text
        for name, diagram in drawn.items()
        for file, text in diagram.with_landscape().files(name).items()
    }


def lookup(data: Any, path: str) -> Any:
    """Follow a path such as `models/DeepSeek-V3/layers` into a result."""
    for key in path.split("/"):
        data = data[int(key)] if isinstance(data, list) else data[key]
    return data


def shown(old: str, value: float | str) -> str:
    """Write a value with as many decimals and the same grouping as the figure it replaces."""
    value = float(value)
    decimals = len(old.partition(".")[2])
    text = f"{value:,.{decimals}f}" if "," in old or value >= GROUPED else f"{value:.{decimals}f}"
    return text.replace("-", MINUS)


def told(result: Mapping[str, Any], *, chinese: bool) -> str:
    """Say in a sentence when and on what machine a result was recorded."""
    of = result["machine"]
    versions = of["versions"]
    tools = [versions["python"]]
    tools += [f"{name} {version}" for name, version in versions.items() if name != "python"]
    place = f"{of['cpu']} ({of['architecture']}, {of['system']})"
    if chinese:
        place = place.replace(" (", "（").replace(")", "）").replace(", ", "，")
        return f"记录于 {result['recorded']}：{place}，{of['cores']} 核；{'，'.join(tools)}。"
    cores = f"{of['cores']} cores"
    return f"Recorded on {result['recorded']}: {place}, {cores}; {', '.join(tools)}."


def quoted(page: str, result: Mapping[str, Any], *, chinese: bool) -> str:
    """Give a page with every quoted figure, and the machine, as the result has them."""
    sentence = told(result, chinese=chinese)
    page = MACHINE.sub(lambda _: f"<!--machine-->{sentence}<!--/machine-->", page)
    data = result["data"]
    return QUOTE.sub(
        lambda found: f"{shown(found[1], lookup(data, found[2]))}<!--={found[2]}-->", page
    )


def citing_pages() -> list[Path]:
    """Give the pages outside of the labs, in order."""
    docs = LABS.parent
    return [page for page in sorted(docs.rglob("*.md")) if LABS not in page.parents]


def cited(page: str) -> str:
    """Give a page outside of the labs with every figure that it quotes as it was recorded.

    Figures of worked examples, `<!--=worked//grpo/mean-->`, are computed.
    """
    from tools import worked  # noqa: PLC0415 - needs ROOT on the path

    def mended(found: re.Match[str]) -> str:
        lab, _, path = found[2].partition("//")
        if not path or lab not in (*IDS, WORKED):
            raise KeyError(found[2])
        data = worked.data() if lab == WORKED else read(lab)["data"]
        return f"{shown(found[1], lookup(data, path))}<!--={found[2]}-->"

    return QUOTE.sub(mended, page)


def _write(lab: str, steps: Sequence[str]) -> None:
    if "run" in steps:
        record(lab)
    if "plot" in steps:
        for name, svg in plots(lab).items():
            (LABS / lab / name).write_text(svg, encoding="utf-8")
    for name in PAGES if "quote" in steps else ():
        page = LABS / lab / name
        if page.exists():
            text = page.read_text(encoding="utf-8")
            text = quoted(text, read(lab), chinese=name == PAGES[0])
            page.write_text(text, encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Record the labs again.")
    parser.add_argument("step", choices=("run", "plot", "quote"))
    parser.add_argument("ids", nargs="*", metavar="ID", help="all of them by default")
    options = parser.parse_args(argv)
    unknown = set(options.ids) - set(IDS)
    if unknown:
        parser.error(f"unknown lab {', '.join(sorted(unknown))}; there are {', '.join(IDS)}")
    steps = {"run": ("run", "plot", "quote"), "plot": ("plot",), "quote": ("quote",)}[options.step]
    for lab in options.ids or IDS:
        print(f"{options.step} {lab}", flush=True)
        _write(lab, steps)
    for page in citing_pages() if "quote" in steps else ():
        text = page.read_text(encoding="utf-8")
        if cited(text) != text:
            page.write_text(cited(text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
