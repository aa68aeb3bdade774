"""Plot: attention under the roofs of bandwidth and arithmetic while decoding."""

from __future__ import annotations

from tools.diagrams.diagram import Diagram
from tools.diagrams.plot import Axis, Plot, Series
from tools.diagrams.text import T
from tools.worked import serving

_FOUND = serving.intensities()


def _point(name: str) -> list[tuple[float, float]]:
    return [(_FOUND[name], _FOUND[f"{name}_tflops"])]


DIAGRAM = Diagram(
    id="decoding-roofline",
    title=T("解码时注意力受什么限制", "What limits attention while decoding"),
    desc=T(
        "横轴是每读一个字节做多少次运算，1 到 1000；纵轴是能达到的 TFLOPS，1 到 1000；两轴都是对数"
        "刻度。屋顶先按 3000 GB/s 上升，到 220 处变平，为 660 TFLOPS。MHA 在 1，至多 3 TFLOPS；"
        "GQA（8 组）在 16，至多 48；MQA 在 128，至多 384；MLA 在 242，刚过拐点，可以用满 660。",
        "Across are operations for each byte read, 1 to 1000; upwards the TFLOPS within reach, 1 "
        "to 1000; both scales are logarithmic. The roof rises with 3000 GB/s and is flat at 660 "
        "TFLOPS from 220 on. MHA lies at 1 with 3 TFLOPS at most, GQA of 8 groups at 16 with 48, "
        "MQA at 128 with 384; MLA at 242, just beyond the ridge point, can use all 660.",
    ),
    body=[
        Plot(
            x=Axis(
                T("运算 ÷ 字节", "operations ÷ byte"),
                1,
                1000,
                [(1, "1"), (16, "16"), (220, "220"), (1000, "1000")],
                log=True,
            ),
            y=Axis(
                T("至多 TFLOPS", "TFLOPS at most"),
                1,
                1000,
                [(3, "3"), (48, "48"), (660, "660")],
                log=True,
            ),
            series=[
                Series(
                    T("屋顶：3000 GB/s 与 660 TFLOPS", "roof: 3000 GB/s and 660 TFLOPS"),
                    [(1, 3), (220, 660), (1000, 660)],
                    "grey",
                ),
                Series(T("MHA", "MHA"), _point("mha"), "rose", dots=True),
                Series(T("GQA，8 组", "GQA, 8 groups"), _point("gqa"), "amber", dots=True),
                Series(T("MQA", "MQA"), _point("mqa"), "violet", dots=True),
                Series(T("MLA", "MLA"), _point("mla"), "blue", dots=True),
            ],
        )
    ],
    source=T(
        "由 tools/worked 按 V3 的形状算出；屋顶为 FlashMLA 自报的 H800 数字",
        "Computed by tools/worked for V3's shape; roofs as FlashMLA reports for an H800",
    ),
    also=("mla", "kv-cache"),
)
