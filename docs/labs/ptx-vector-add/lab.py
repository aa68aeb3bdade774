"""Vector addition from CUDA C++ to PTX and SASS: what the compiler makes of five lines."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

HERE = Path(__file__).parent
SOURCE = HERE / "vector_add.cu"
FULL = MappingProxyType({"targets": ["sm_80", "sm_90"]})
SMALL = MappingProxyType({"targets": ["sm_90"]})

INSTRUCTION = re.compile(r"^(?:@!?%?\w+ )?(?!//)[a-z@$%]")


def compile_ptx(target: str, out: Path) -> str:
    """Compile the source to PTX and give its text."""
    command = ["nvcc", "-ptx", f"-arch={target}", "-o", str(out), str(SOURCE)]
    subprocess.run(command, check=True, capture_output=True)
    return out.read_text(encoding="utf-8")


def lines_of(text: str) -> list[str]:
    """Give the listing's lines, blanks squeezed, without comments and empty lines."""
    squeezed = (" ".join(line.split("//")[0].split()) for line in text.split("\n"))
    return [line for line in squeezed if line]


def instructions(lines: Sequence[str]) -> list[str]:
    """Give the lines that the machine executes: no directives, labels, brackets."""
    return [
        line
        for line in lines
        if line.endswith(";") and not line.startswith((".", "$")) and INSTRUCTION.match(line)
    ]


def opcode(line: str) -> str:
    """Give an instruction's operation without its guard."""
    words = line.rstrip(";").split()
    return words[1] if words[0].startswith("@") else words[0]


def find_nvdisasm() -> str | None:
    """Give the disassembler: on the path, or in the package nvidia-cuda-nvdisasm."""
    if on_path := shutil.which("nvdisasm"):
        return on_path
    package = find_spec("nvidia")
    folders = (package.submodule_search_locations or ()) if package else ()
    found = (tool for folder in folders for tool in sorted(Path(folder).glob("*/bin/nvdisasm")))
    return next(map(str, found), None)


def sass(ptx: Path, target: str, disassembler: str) -> list[str]:
    """Assemble a PTX file for one architecture and list its machine code."""
    out = ptx.with_suffix(f".{target}.cubin")
    command = ["ptxas", f"-arch={target}", str(ptx), "-o", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    told = subprocess.run(
        [disassembler, "-c", str(out)], check=True, capture_output=True, text=True
    ).stdout
    found = re.findall(r"/\*[0-9a-f]{4}\*/\s+([^;\n]{1,200}?)\s*;", told)
    code = [" ".join(line.split()) for line in found]
    last = max(n for n, line in enumerate(code) if line.split()[-1] == "EXIT")
    return code[: last + 1]  # behind it stand a guard loop and padding


def run(targets: Sequence[str]) -> dict[str, Any]:
    """Compile one PTX file, for the oldest target, and assemble this same file for every target.

    Without nvcc, ptxas or nvdisasm give the recorded listing as it is.
    """
    disassembler = find_nvdisasm()
    if not disassembler or not all(map(shutil.which, ("nvcc", "ptxas"))):
        recorded: dict[str, Any] = json.loads((HERE / "result.json").read_text(encoding="utf-8"))
        data: dict[str, Any] = recorded["data"]
        return data
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "vector_add.ptx"
        lines = lines_of(compile_ptx(targets[0], file))
        machine_code = {target: sass(file, target, disassembler) for target in targets}
    body = instructions(lines)
    return {
        "source": SOURCE.read_text(encoding="utf-8").splitlines(),
        "source_lines": len(SOURCE.read_text(encoding="utf-8").splitlines()),
        "ptx": {
            "target": targets[0],
            "lines": lines,
            "instructions": body,
            "count": len(body),
            "loads": sum(opcode(line).startswith("ld.global") for line in body),
            "stores": sum(opcode(line).startswith("st.global") for line in body),
            "adds": sum(opcode(line).startswith("add.f32") for line in body),
        },
        "sass": {
            target: {"code": code, "count": len(code)} for target, code in machine_code.items()
        },
        "same_sass_for_all_targets": len({str(code) for code in machine_code.values()}) == 1,
        "bytes_moved_per_flop": 12,
    }
