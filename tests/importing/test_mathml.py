"""MathML as TeX."""

from __future__ import annotations

import pytest

from tests.importing.test_page import body


@pytest.mark.parametrize(
    ("inner", "tex"),
    [
        ("<msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><mn>1</mn>", "x^{2}+1"),
        ("<mfrac><mi>α</mi><mrow><mn>1</mn><mo>−</mo><mi>β</mi></mrow></mfrac>",
         "\\frac{\\alpha}{1-\\beta}"),
        ("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>"
         "<msub><mi>x</mi><mi>i</mi></msub>", "\\sum_{i=1}^{n}x_{i}"),
        ("<mi>log</mi><mi>p</mi>", "\\log p"),
        ("<mi>softmax</mi>", "\\operatorname{softmax}"),
        ("<msqrt><mi>x</mi></msqrt><mroot><mi>y</mi><mn>3</mn></mroot>", "\\sqrt{x}\\sqrt[3]{y}"),
        ("<mover><mi>x</mi><mo>^</mo></mover>", "\\hat{x}"),
        ("<mi>x</mi><mtext> if </mtext><mi>y</mi>", "x\\text{ if }y"),
        ("<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mn>0</mn></mtd></mtr></mtable>",
         "\\begin{matrix}a & 0\\end{matrix}"),
        ("<mi>𝑥</mi><mo>∈</mo><mi>ℝ</mi>", "x\\in\\mathbb{R}"),
    ],
)  # fmt: skip
def test_what_is_drawn_is_written(inner: str, tex: str) -> None:
    """MathJax 3 leaves nothing else of a formula in a saved page."""
    drawn = "<mjx-math><mjx-c></mjx-c></mjx-math>"
    html = f"<mjx-container>{drawn}<mjx-assistive-mml><math>{inner}</math></mjx-assistive-mml>"
    assert body(f"<p>令 {html}</mjx-container> 为例</p>") == f"令 ${tex}$ 为例\n"


def test_a_formula_that_stands_alone_stays_alone() -> None:
    """Its element says so."""
    assert body('<p>a</p><math display="block"><mi>x</mi></math>') == "a\n\n$$x$$\n"


def test_tex_beside_it_is_better() -> None:
    """Its author wrote it."""
    note = '<annotation encoding="application/x-tex">x_1</annotation>'
    html = f"<math><semantics><msub><mi>x</mi><mn>1</mn></msub>{note}</semantics></math>"
    assert body(f"<p>{html}</p>") == "$x_1$\n"
