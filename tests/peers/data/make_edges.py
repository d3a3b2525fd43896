"""Writes edges_f64.txt and edges_f32.txt: 51 places where automatic differentiation goes wrong.

Run with `python3 make_edges.py` in this folder; needs `pip install mpmath numpy`. The derivative is
mpmath's difference quotient at 1200 digits of the textbook formula, except where it is infinite, at a
kink, or undefined, which is stated here.
"""

import pathlib

import numpy
from mpmath import mp, mpf

mp.dps = 1200
HERE = pathlib.Path(__file__).parent
INF, NAN = mpf("inf"), mpf("nan")


def power(x, c):
    return mpf(1) if c == 0 else mpf(x) ** int(c)


FORMULAS = {
    "powf": power,
    "powi": power,
    "x^x": lambda x, c: x**x,
    "tanh": lambda x, c: mp.tanh(x),
    "sinh": lambda x, c: mp.sinh(x),
    "exp_m1": lambda x, c: mp.exp(x) - 1,
    "ln_1p": lambda x, c: mp.log(1 + x),
    "asin": lambda x, c: mp.asin(x),
    "acos": lambda x, c: mp.acos(x),
    "tan": lambda x, c: mp.tan(x),
    "acosh": lambda x, c: mp.log(x + mp.sqrt(x * x - 1)),
    "asinh": lambda x, c: mp.sign(x) * mp.log(abs(x) + mp.sqrt(x * x + 1)),
    "atanh": lambda x, c: mp.log((1 + x) / (1 - x)) / 2,
    "atan": lambda x, c: mp.atan(x),
    "c / x": lambda x, c: c / x,
    "atan2(x, c)": lambda x, c: mp.atan2(x, c),
    "atan2(c, x)": lambda x, c: mp.atan2(c, x),
    "hypot": lambda x, c: mp.sqrt(x * x + c * c),
    "1 / (1 + exp(-x))": lambda x, c: 1 / (1 + mp.exp(-x)),
    "log2": lambda x, c: mp.log(x) / mp.log(2),
    "log10": lambda x, c: mp.log(x) / mp.log(10),
    "exp2": lambda x, c: mpf(2) ** x,
    "cbrt": lambda x, c: mp.sign(x) * mp.cbrt(abs(x)),
}

# operation, constant (None: has none), point; then value and slope where the formula does not give
# them. A pair stands for double and single precision, whose ranges differ.
CASES = [
    ("powf", 2, 0),
    ("powf", 1, 0),
    ("powf", 0, 0, 1, 0),
    ("powf", 2, -2),
    ("powf", 3, -2),
    ("c^x", 0, 2, 0, 0),
    ("x^x", None, 0.5),
    ("powi", 0, 0, 1, 0),
    ("powi", 1, 0),
    ("powi", 2, 0),
    ("powi", -3, 2),
    ("powi", -2147483648, 1, 1, -2147483648),
    ("sqrt", None, 0, 0, INF),
    ("sqrt(c) + x", 0, 1, 1, 1),
    ("exp(ln c) + x", 0, 1, 1, 1),
    ("cbrt", None, -8),
    ("cbrt", None, 0, 0, INF),
    ("abs", None, -3, 3, -1),
    ("tanh", None, 1000),
    ("tanh", None, (20, 10)),
    ("sinh", None, (1e-10, 1e-5)),
    ("tanh", None, (1e-10, 1e-5)),
    ("exp_m1", None, 1e-20),
    ("ln_1p", None, 1e-20),
    ("asin", None, (1 - 2.0**-53, 1 - 2.0**-24)),
    ("acosh", None, (1 + 2.0**-40, 1 + 2.0**-18)),
    ("atanh", None, (1 - 2.0**-53, 1 - 2.0**-24)),
    ("asinh", None, (1e200, 1e30)),
    ("acosh", None, (1e200, 1e30)),
    ("asinh", None, (-1e10, -1e6)),
    ("atan", None, (1e160, 1e20)),
    ("c / x", (1e200, 1e30), (1e200, 1e30)),
    ("c / x", (1e-200, 1e-30), (1e-200, 1e-30)),
    ("atan2(x, c)", (1e200, 1e30), (1e200, 1e30)),
    ("atan2(x, c)", (1e-200, 1e-30), (1e-200, 1e-30)),
    ("atan2(c, x)", 1, 0),
    ("atan2(x, c)", -1, 0, mp.pi, -1),
    ("hypot", (1e200, 1e30), (1e200, 1e30)),
    ("hypot", 3, -4),
    ("hypot", 3, 0),
    ("1 / (1 + exp(-x))", None, (-800, -120)),
    ("max(x, c)", 1, 2, 2, 1),
    ("max(x, c)", NAN, 2, 2, 1),
    ("min(c, x)", NAN, 2, 2, 1),
    ("ln", None, -1, NAN, NAN),
    ("log2", None, 3),
    ("log10", None, 3),
    ("exp2", None, 3),
    ("fract", None, 2.25, 0.25, 1),
    ("acos", None, 0.3),
    ("tan", None, 1.5),
]
assert len(CASES) == 51


def text(number, finfo):
    if mp.isnan(number):
        return "NaN"
    if abs(number) > mpf(float(finfo.max)):
        return "inf" if number > 0 else "-inf"
    if number == 0 or abs(number) < mpf(float(finfo.smallest_subnormal)) / 2:
        return "0"
    return mp.nstr(number, 25, min_fixed=-5, max_fixed=20)


for name, kind, which in [("f64", numpy.float64, 0), ("f32", numpy.float32, 1)]:
    finfo = numpy.finfo(kind)
    lines = ["# Written by make_edges.py: operation | c | x | value | slope."]
    for operation, c, x, *stated in CASES:
        c, x = (v[which] if isinstance(v, tuple) else v for v in (c, x))
        exact_c, exact_x = (None if v is None else mpf(float(kind(v))) for v in (c, x))
        if operation.startswith("pow") and c is not None:
            exact_c = c
        if stated:
            value, slope = map(mpf, stated)
        else:
            f = FORMULAS[operation]
            value = f(exact_x, exact_c)
            slope = mp.diff(lambda t: f(t, exact_c), exact_x, h=mpf(10) ** -700)
            if abs(slope) < mpf(10) ** -600:
                slope = mpf(0)
        show = lambda v: "-" if v is None else "NaN" if v != v else repr(v)
        row = [operation, show(c), show(x), text(value, finfo), text(slope, finfo)]
        lines.append(" | ".join(row))
    (HERE / f"edges_{name}.txt").write_text("\n".join(lines) + "\n")
