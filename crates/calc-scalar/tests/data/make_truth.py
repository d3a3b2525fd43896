"""Writes truth.txt, edges.txt and taylor.txt: values, derivatives, Taylor coefficients to 25 digits.

Run with `python3 make_truth.py` in this folder; needs `pip install mpmath`. The formulas are the
textbook ones; 1200 digits of working precision make up for their cancellation, so that nothing here
shares a trick with the crate.
"""

import math
import pathlib

from mpmath import mp, mpf

mp.dps = 1200
HERE = pathlib.Path(__file__).parent
LARGEST = mpf(1.7976931348623157e308)

TINY = [1e-300, 1e-100, 1e-20, 1e-8]
COMMON = [0.001, 0.1, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.7, 10.0]
LARGE = [25.0, 100.0, 1e4, 1e8]
HUGE = [1e16, 1e100, 1e160, 1e200, 1e300]
UNIT = TINY + [0.001, 0.1, 0.25, 0.3, 0.5, 0.7, 0.9, 0.99, 1 - 2.0**-20, 1 - 2.0**-40, 1 - 2.0**-53]


def both(points):
    return [-x for x in reversed(points)] + list(points)


def e(x):
    return mp.exp(x)


# name: (points, f, f′, f″)
UNARY = {
    "recip": (both(TINY + COMMON + LARGE + HUGE), lambda x: 1 / x, lambda x: -1 / x**2, lambda x: 2 / x**3),
    "sqrt": (TINY + COMMON + LARGE + HUGE, mp.sqrt, lambda x: 1 / (2 * mp.sqrt(x)), lambda x: -1 / (4 * x * mp.sqrt(x))),
    "cbrt": (
        both(TINY + COMMON + [8.0] + LARGE + HUGE),
        lambda x: mp.sign(x) * mp.cbrt(abs(x)),
        lambda x: 1 / (3 * mp.cbrt(abs(x)) ** 2),
        lambda x: -2 * mp.sign(x) / (9 * mp.cbrt(abs(x)) ** 5),
    ),
    "exp": (both(TINY + COMMON + [25.0, 100.0, 700.0]) + [-740.0], e, e, e),
    "exp2": (
        both(TINY + COMMON + [25.0, 100.0, 1000.0]),
        lambda x: mp.power(2, x),
        lambda x: mp.log(2) * mp.power(2, x),
        lambda x: mp.log(2) ** 2 * mp.power(2, x),
    ),
    "exp10": (
        both(TINY + COMMON + [25.0, 100.0, 300.0]),
        lambda x: mp.power(10, x),
        lambda x: mp.log(10) * mp.power(10, x),
        lambda x: mp.log(10) ** 2 * mp.power(10, x),
    ),
    "exp_m1": (both(TINY + COMMON + [25.0, 100.0, 700.0]), lambda x: e(x) - 1, e, e),
    "ln": (TINY + COMMON + [1 + 2.0**-40] + LARGE + HUGE, mp.log, lambda x: 1 / x, lambda x: -1 / x**2),
    "ln_1p": (
        both(TINY + COMMON[:5]) + [-0.99, -1 + 2.0**-40] + COMMON[5:] + LARGE + HUGE,
        lambda x: mp.log(1 + x),
        lambda x: 1 / (1 + x),
        lambda x: -1 / (1 + x) ** 2,
    ),
    "log2": (
        TINY + COMMON + LARGE + HUGE,
        lambda x: mp.log(x) / mp.log(2),
        lambda x: 1 / (x * mp.log(2)),
        lambda x: -1 / (x**2 * mp.log(2)),
    ),
    "log10": (
        TINY + COMMON + LARGE + HUGE,
        lambda x: mp.log(x) / mp.log(10),
        lambda x: 1 / (x * mp.log(10)),
        lambda x: -1 / (x**2 * mp.log(10)),
    ),
    "sin": (both(TINY + COMMON + LARGE + [1e16, 1e100]), mp.sin, mp.cos, lambda x: -mp.sin(x)),
    "cos": (both(TINY + COMMON + LARGE + [1e16, 1e100]), mp.cos, lambda x: -mp.sin(x), lambda x: -mp.cos(x)),
    "tan": (
        both(TINY + COMMON + [1.57, 1.5707963267948966] + LARGE + [1e16]),
        mp.tan,
        lambda x: 1 / mp.cos(x) ** 2,
        lambda x: 2 * mp.tan(x) / mp.cos(x) ** 2,
    ),
    "asin": (both(UNIT), mp.asin, lambda x: 1 / mp.sqrt(1 - x**2), lambda x: x / mp.sqrt(1 - x**2) ** 3),
    "acos": (both(UNIT), mp.acos, lambda x: -1 / mp.sqrt(1 - x**2), lambda x: -x / mp.sqrt(1 - x**2) ** 3),
    "atan": (
        both(TINY + COMMON + LARGE + HUGE),
        mp.atan,
        lambda x: 1 / (1 + x**2),
        lambda x: -2 * x / (1 + x**2) ** 2,
    ),
    "sinh": (both(TINY + COMMON + [25.0, 100.0, 700.0]), mp.sinh, mp.cosh, mp.sinh),
    "cosh": (both(TINY + COMMON + [25.0, 100.0, 700.0]), mp.cosh, mp.sinh, mp.cosh),
    "tanh": (
        both(TINY + COMMON + [20.0, 25.0, 100.0, 300.0, 360.0]),
        mp.tanh,
        lambda x: 1 / mp.cosh(x) ** 2,
        lambda x: -2 * mp.tanh(x) / mp.cosh(x) ** 2,
    ),
    "asinh": (
        both(TINY + COMMON + LARGE + HUGE),
        mp.asinh,
        lambda x: 1 / mp.sqrt(1 + x**2),
        lambda x: -x / mp.sqrt(1 + x**2) ** 3,
    ),
    "acosh": (
        [1 + 2.0**-52, 1 + 2.0**-40, 1.0001, 1.1, 1.5, 2.0, 3.7, 10.0] + LARGE + HUGE,
        mp.acosh,
        lambda x: 1 / mp.sqrt(x**2 - 1),
        lambda x: -x / mp.sqrt(x**2 - 1) ** 3,
    ),
    "atanh": (
        both(UNIT),
        mp.atanh,
        lambda x: 1 / (1 - x**2),
        lambda x: 2 * x / (1 - x**2) ** 2,
    ),
    "abs": (both(TINY + COMMON + LARGE + HUGE), abs, mp.sign, lambda x: mpf(0)),
    "erf": (
        both(TINY + COMMON[:9] + [5.9]),
        mp.erf,
        lambda x: 2 / mp.sqrt(mp.pi) * e(-(x**2)),
        lambda x: -4 * x / mp.sqrt(mp.pi) * e(-(x**2)),
    ),
    "erfc": (
        both(TINY + COMMON[:9] + [5.9]) + [10.0, 20.0, 26.0],
        mp.erfc,
        lambda x: -2 / mp.sqrt(mp.pi) * e(-(x**2)),
        lambda x: 4 * x / mp.sqrt(mp.pi) * e(-(x**2)),
    ),
    "logistic": (
        both(TINY + COMMON + [25.0, 37.0, 100.0, 700.0, 740.0, 800.0]),
        lambda x: 1 / (1 + e(-x)),
        lambda x: e(-x) / (1 + e(-x)) ** 2,
        lambda x: (1 / (1 + e(-x))) * (1 / (1 + e(x))) * (1 - 2 / (1 + e(-x))),
    ),
    "softplus": (
        both(TINY + COMMON + [25.0, 37.0, 100.0, 700.0, 740.0, 800.0]),
        lambda x: mp.log(1 + e(x)),
        lambda x: 1 / (1 + e(-x)),
        lambda x: e(-x) / (1 + e(-x)) ** 2,
    ),
}



def normal_density(x):
    return e(-(x**2) / 2) / mp.sqrt(2 * mp.pi)


def normal_cdf(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def sigma(x):
    return 1 / (1 + e(-x))


def few_digits(f):
    """For functions whose series are too slow at 1200 digits."""

    def g(x):
        with mp.workdps(60):
            return f(x)

    return g


UNARY |= {
    "logit": (
        TINY + [0.001, 0.1, 0.3, 0.49, 0.51, 0.75, 0.9, 0.99, 1 - 2.0**-40, 1 - 2.0**-53],
        lambda x: mp.log(x / (1 - x)),
        lambda x: 1 / (x * (1 - x)),
        lambda x: (2 * x - 1) / (x * (1 - x)) ** 2,
    ),
    "sinpi": (
        both(TINY + [0.001, 0.1, 0.3, 0.7, 1.2, 1.6, 7.3, 100.75, 12345.6]),
        mp.sinpi,
        lambda x: mp.pi * mp.cospi(x),
        lambda x: -(mp.pi**2) * mp.sinpi(x),
    ),
    "cospi": (
        both(TINY + [0.001, 0.1, 0.3, 0.7, 1.2, 1.6, 7.3, 100.75, 12345.6]),
        mp.cospi,
        lambda x: -mp.pi * mp.sinpi(x),
        lambda x: -(mp.pi**2) * mp.cospi(x),
    ),
    "sinc": (
        both(TINY + COMMON + [1.57, 1.58, 25.0, 100.0]),
        lambda x: mp.sin(x) / x,
        lambda x: mp.cos(x) / x - mp.sin(x) / x**2,
        lambda x: -mp.sin(x) / x - 2 * mp.cos(x) / x**2 + 2 * mp.sin(x) / x**3,
    ),
    "gelu": (
        both(TINY + COMMON[:4] + [1.1, 1.5, 2.0, 3.7, 5.0, 10.0, 20.0, 37.0]),
        lambda x: x * normal_cdf(x),
        lambda x: normal_cdf(x) + x * normal_density(x),
        lambda x: normal_density(x) * (2 - x**2),
    ),
    "silu": (
        both(TINY + COMMON[:6] + [2.0, 3.7, 10.0, 25.0, 100.0, 700.0]),
        lambda x: x * sigma(x),
        lambda x: sigma(x) * (1 + x * sigma(-x)),
        lambda x: sigma(x) * sigma(-x) * (2 + x * (1 - 2 * sigma(x))),
    ),
    "elu:1": (
        both(TINY + COMMON + [25.0, 700.0]),
        lambda x: x if x > 0 else e(x) - 1,
        lambda x: mpf(1) if x > 0 else e(x),
        lambda x: mpf(0) if x > 0 else e(x),
    ),
    "lgamma": (
        TINY + COMMON + LARGE + HUGE + [-0.1, -0.7, -1.2, -3.3],
        few_digits(lambda x: mp.re(mp.loggamma(x))),
        few_digits(mp.digamma),
        few_digits(lambda x: mp.psi(1, x)),
    ),
    "tgamma": (
        [1e-300, 1e-100, 1e-20, 1e-8] + COMMON + [25.0, 100.0, -0.7, -1.2, -3.3],
        few_digits(mp.gamma),
        few_digits(lambda x: mp.gamma(x) * mp.digamma(x)),
        few_digits(lambda x: mp.gamma(x) * (mp.digamma(x) ** 2 + mp.psi(1, x))),
    ),
    "digamma": (
        [1e-100, 1e-20, 1e-8] + COMMON + LARGE + [1e16, 1e100, -0.1, -0.7, -1.2, -3.3],
        few_digits(mp.digamma),
        few_digits(lambda x: mp.psi(1, x)),
        few_digits(lambda x: mp.psi(2, x)),
    ),
    "polygamma:1": (
        [1e-100, 1e-20, 1e-8] + COMMON + LARGE + [1e16, 1e100, -0.1, -0.7, -1.2, -3.3],
        few_digits(lambda x: mp.psi(1, x)),
        few_digits(lambda x: mp.psi(2, x)),
        few_digits(lambda x: mp.psi(3, x)),
    ),
    "polygamma:4": (
        [1e-20, 1e-8] + COMMON + LARGE + [1e16, -0.1, -0.7, -1.2, -3.3],
        few_digits(lambda x: mp.psi(4, x)),
        few_digits(lambda x: mp.psi(5, x)),
        few_digits(lambda x: mp.psi(6, x)),
    ),
    "log:3": (
        TINY + COMMON + LARGE,
        lambda x: mp.log(x) / mp.log(3),
        lambda x: 1 / (x * mp.log(3)),
        lambda x: -1 / (x**2 * mp.log(3)),
    ),
}

for n in [2, 3, 5, 7, 8, 13, -1, -3, -20]:
    UNARY[f"powi:{n}"] = (
        both([0.001, 0.1, 0.3, 0.7, 1.0, 1.5, 3.7, 10.0, 100.0]),
        lambda x, n=n: x**n,
        lambda x, n=n: n * x ** (n - 1),
        lambda x, n=n: n * (n - 1) * x ** (n - 2),
    )
for p in [0.5, 2.5, -1.5, 1 / 3, 20.25]:
    UNARY[f"powf:{p!r}"] = (
        [1e-10, 0.001, 0.1, 0.3, 0.7, 1.0, 1.5, 3.7, 10.0, 1e5],
        lambda x, p=mpf(p): mp.power(x, p),
        lambda x, p=mpf(p): p * mp.power(x, p - 1),
        lambda x, p=mpf(p): p * (p - 1) * mp.power(x, p - 2),
    )

PAIRS = [(s * a, t * b) for a in [1e-200, 1e-8, 0.3, 2.0, 1e10, 1e200] for b in [1e-200, 1e-8, 0.7, 3.0, 1e10, 1e200] for s in [1, -1] for t in [1, -1]]

# name: (points, f, ∂f/∂first, ∂f/∂second)
BINARY = {
    "logaddexp": (
        [(s * a, t * b) for a in [0.3, 2.0, 30.0, 700.0] for b in [0.7, 3.0, 35.0, 745.0, 1e10] for s in [1, -1] for t in [1, -1]],
        lambda x, y: mp.log(e(x) + e(y)) if abs(y) < 1e9 else max(x, y),
        lambda x, y: sigma(x - y) if abs(y) < 1e9 else mpf(int(x > y)),
        lambda x, y: sigma(y - x) if abs(y) < 1e9 else mpf(int(y > x)),
    ),
    "xlogy": (
        [(s * a, b) for a in [1e-200, 1e-8, 0.3, 2.0, 1e10, 1e200] for b in [1e-200, 1e-8, 0.7, 3.0, 1e10, 1e200] for s in [1, -1]],
        lambda x, y: x * mp.log(y),
        lambda x, y: mp.log(y),
        lambda x, y: x / y,
    ),
    "pow": (
        [(a, b) for a in [1e-10, 0.3, 0.99, 1.0, 1.5, 10.0] for b in [-2.5, -1.0, 0.3, 1.0, 2.0, 7.5, 20.0]],
        lambda x, y: mp.power(x, y),
        lambda x, y: y * mp.power(x, y - 1),
        lambda x, y: mp.power(x, y) * mp.log(x),
    ),
    "hypot": (
        PAIRS,
        lambda x, y: mp.sqrt(x**2 + y**2),
        lambda x, y: x / mp.sqrt(x**2 + y**2),
        lambda x, y: y / mp.sqrt(x**2 + y**2),
    ),
    "atan2": (
        PAIRS,
        lambda y, x: mp.atan2(y, x),
        lambda y, x: x / (x**2 + y**2),
        lambda y, x: -y / (x**2 + y**2),
    ),
}


def digits(v):
    if abs(v) > LARGEST:
        return "inf" if v > 0 else "-inf"
    return mp.nstr(v, 25, min_fixed=-6, max_fixed=20)


lines = ["# Written by make_truth.py: name x f f′ f″, or name x y f ∂f/∂x ∂f/∂y."]
for name, (points, *formulas) in UNARY.items():
    for x in points:
        lines.append(" ".join([name, repr(x), *(digits(f(mpf(x))) for f in formulas)]))
for name, (points, *formulas) in BINARY.items():
    for x, y in points:
        lines.append(" ".join([name, repr(x), repr(y), *(digits(f(mpf(x), mpf(y))) for f in formulas)]))
(HERE / "truth.txt").write_text("\n".join(lines) + "\n")

# Cases in which libraries for automatic differentiation have been seen to fail: value and slope.
X = mpf
FIRST, LAST = 1 - 2.0**-53, 1 + 2.0**-40
EDGES = [
    ("x.powf(2)", 0.0, 0, 0),
    ("x.powf(1)", 0.0, 0, 1),
    ("x.powf(0)", 0.0, 1, 0),
    ("x.powf(2)", -2.0, 4, -4),
    ("x.powf(3)", -2.0, -8, 12),
    ("0.pow(x)", 2.0, 0, 0),
    ("x.pow(x)", 0.5, mp.sqrt(mpf(1) / 2), mp.sqrt(mpf(1) / 2) * (mp.log(mpf(1) / 2) + 1)),
    ("x.powi(0)", 0.0, 1, 0),
    ("x.powi(1)", 0.0, 0, 1),
    ("x.powi(2)", 0.0, 0, 0),
    ("x.powi(-3)", 2.0, mpf(1) / 8, mpf(-3) / 16),
    ("x.powi(MIN)", 1.0, 1, -(2**31)),
    ("x.sqrt()", 0.0, 0, "inf"),
    ("0.sqrt() + x", 0.0, 0, 1),
    ("0.ln().exp() + x", 0.0, 0, 1),
    ("x.cbrt()", -8.0, -2, mpf(1) / 12),
    ("x.cbrt()", 0.0, 0, "inf"),
    ("x.abs()", -3.0, 3, -1),
    ("x.tanh()", 1000.0, 1, 0),
    ("x.tanh()", 20.0, mp.tanh(20), 1 / mp.cosh(20) ** 2),
    ("x.sinh()", 1e-10, mp.sinh(X(1e-10)), mp.cosh(X(1e-10))),
    ("x.tanh()", 1e-10, mp.tanh(X(1e-10)), 1 - mp.tanh(X(1e-10)) ** 2),
    ("x.exp_m1()", 1e-20, e(X(1e-20)) - 1, e(X(1e-20))),
    ("x.ln_1p()", 1e-20, mp.log(1 + X(1e-20)), 1 / (1 + X(1e-20))),
    ("x.asin()", FIRST, mp.asin(X(FIRST)), 1 / mp.sqrt(1 - X(FIRST) ** 2)),
    ("x.acosh()", LAST, mp.acosh(X(LAST)), 1 / mp.sqrt(X(LAST) ** 2 - 1)),
    ("x.atanh()", FIRST, mp.atanh(X(FIRST)), 1 / (1 - X(FIRST) ** 2)),
    ("x.asinh()", 1e200, mp.asinh(X(1e200)), 1 / mp.sqrt(1 + X(1e200) ** 2)),
    ("x.acosh()", 1e200, mp.acosh(X(1e200)), 1 / mp.sqrt(X(1e200) ** 2 - 1)),
    ("x.asinh()", -1e10, mp.asinh(X(-1e10)), 1 / mp.sqrt(1 + X(1e10) ** 2)),
    ("x.atan()", 1e160, mp.atan(X(1e160)), 1 / (1 + X(1e160) ** 2)),
    ("1e200 / x", 1e200, 1, -1 / X(1e200)),
    ("1e-200 / x", 1e-200, 1, -1 / X(1e-200)),
    ("x.atan2(1e200)", 1e200, mp.pi / 4, 1 / (2 * X(1e200))),
    ("x.atan2(1e-200)", 1e-200, mp.pi / 4, 1 / (2 * X(1e-200))),
    ("1.atan2(x)", 0.0, mp.pi / 2, -1),
    ("x.atan2(-1)", 0.0, mp.pi, -1),
    ("x.hypot(1e200)", 1e200, X(1e200) * mp.sqrt(2), 1 / mp.sqrt(2)),
    ("x.hypot(3)", -4.0, 5, mpf(-4) / 5),
    ("x.hypot(3)", 0.0, 3, 0),
    ("x.logistic()", -800.0, e(-800) / (1 + e(-800)), e(-800) / (1 + e(-800)) ** 2),
    ("x.max(1)", 2.0, 2, 1),
    ("x.max(nan)", 2.0, 2, 1),
    ("nan.min(x)", 2.0, 2, 1),
    ("x.ln()", -1.0, "nan", "nan"),
    ("x.log2()", 3.0, mp.log(3) / mp.log(2), 1 / (3 * mp.log(2))),
    ("x.log10()", 3.0, mp.log(3) / mp.log(10), 1 / (3 * mp.log(10))),
    ("x.exp2()", 3.0, 8, 8 * mp.log(2)),
    ("x.fract()", 2.25, mpf(1) / 4, 1),
    ("x.acos()", 0.3, mp.acos(X(0.3)), -1 / mp.sqrt(1 - X(0.3) ** 2)),
    ("x.tan()", 1.5, mp.tan(X(1.5)), 1 / mp.cos(X(1.5)) ** 2),
    # Conventions at kinks and at the ends of domains.
    ("x.abs()", 0.0, 0, 0),
    ("x.abs()", -0.0, 0, 0),
    ("x.relu()", 0.0, 0, 0),
    ("x.max(x)", 2.0, 2, 1),
    ("x.max(2)", 2.0, 2, 0.5),
    ("2.max(x)", 2.0, 2, 0.5),
    ("x.min(2)", 2.0, 2, 0.5),
    ("x.hypot(0)", 0.0, 0, 0),
    ("x.atan2(0)", 0.0, 0, 0),
    ("x.ln_1p()", -2.0, "nan", "nan"),
    ("x.log2()", -1.0, "nan", "nan"),
    ("x.log10()", -1.0, "nan", "nan"),
    ("x.ln()", 0.0, "-inf", "inf"),
    ("x.sqrt()", -1.0, "nan", "nan"),
    ("x.asin()", 1.0, mp.pi / 2, "inf"),
    ("x.acos()", 1.0, 0, "-inf"),
    ("x.asin()", 1.5, "nan", "nan"),
    ("x.acosh()", 0.5, "nan", "nan"),
    ("x.acosh()", -2.0, "nan", "nan"),
    ("x.atanh()", 1.5, "nan", "nan"),
    ("x.powf(0.5)", 0.0, 0, "inf"),
    ("x.powf(0.5)", -1.0, "nan", "nan"),
    ("x.floor()", 2.0, 2, 0),
    ("x.powi(-1)", 1e-200, 1 / X(1e-200), "-inf"),
]
lines = ["# Written by make_truth.py: formula | x | value | slope."]
for name, x, *numbers in EDGES:
    shown = [n if isinstance(n, str) else digits(mpf(n)) for n in numbers]
    lines.append(" | ".join([name, repr(x), *shown]))
(HERE / "edges.txt").write_text("\n".join(lines) + "\n")

# Taylor coefficients 0 … 20, by Cauchy's integral over a circle: another road than recurrences.
TAYLOR = {
    "exp_sin": (lambda x: e(mp.sin(x)), 0.7, 1.0),
    "atan": (mp.atan, 0.3, 0.5),
    "tanh": (mp.tanh, 0.5, 0.8),
    "tanh_5": (mp.tanh, 5.0, 0.8),
    "asin": (mp.asin, 0.5, 0.25),
    "powf": (lambda x: mp.power(x, 2.5), 2.0, 1.0),
    "ln_1p": (lambda x: mp.log(1 + x), 1e-8, 0.5),
    "runge": (lambda x: 1 / (1 + 25 * x**2), 0.1, 0.1),
    "tan": (mp.tan, 1.2, 0.18),
    "sqrt": (mp.sqrt, 1e-3, 0.0005),
    "acosh": (mp.acosh, 1.0001, 0.00005),
    "logistic": (lambda x: 1 / (1 + e(-x)), -2.0, 1.5),
    "softplus": (lambda x: mp.log(1 + e(x)), 1.5, 1.5),
    "erf": (mp.erf, 0.8, 1.0),
    "sinh_cosh": (lambda x: mp.sinh(x) * mp.cosh(x), 0.4, 1.0),
    "ratio": (lambda x: mp.sin(x) / (1 + e(x)), 1.1, 1.0),
    "square_at_0": (lambda x: x**2, 0.0, 1.0),
    "cube_at_0": (lambda x: x**3, 0.0, 1.0),
}

# Further points of each function, by its name in tests/common; the radius stays inside the nearest
# singularity.
for name, f, points in [
    ("recip", lambda z: 1 / z, [(0.3, 0.15), (-7.5, 3.0), (1e-9, 5e-10), (1e12, 5e11)]),
    ("sqrt", mp.sqrt, [(0.3, 0.15), (7.5, 3.0), (1e10, 5e9)]),
    ("cbrt", lambda z: mp.power(z, mpf(1) / 3), [(0.01, 0.005), (7.5, 3.0), (1e10, 5e9)]),
    ("powf:2.5", lambda z: mp.power(z, 2.5), [(0.3, 0.15), (1e-10, 5e-11), (40.0, 20.0), (1e-140, 5e-141), (1e200, 5e199)]),
    ("powf:-1.5", lambda z: mp.power(z, -1.5), [(0.3, 0.15), (1e-9, 5e-10), (40.0, 20.0)]),
    ("powi:13", lambda z: z**13, [(1e-30, 5e-31), (-1e30, 5e29), (0.3, 0.5), (-7.5, 3.0), (0.0, 1.0)]),
    ("powi:-20", lambda z: z**-20, [(0.3, 0.15), (-7.5, 3.0)]),
    ("exp", mp.exp, [(0.3, 1.0), (-30.0, 1.0), (300.0, 1.0)]),
    ("exp2", lambda z: mp.power(2, z), [(0.3, 1.0), (-30.0, 1.0), (300.0, 1.0)]),
    ("exp10", lambda z: mp.power(10, z), [(0.3, 1.0), (-30.0, 1.0), (100.0, 1.0)]),
    ("exp_m1", lambda z: e(z) - 1, [(1e-9, 1.0), (-30.0, 1.0), (5.0, 1.0)]),
    ("ln", mp.log, [(0.3, 0.15), (1e-9, 5e-10), (1e9, 5e8)]),
    ("ln_1p", lambda z: mp.log(1 + z), [(-0.999, 0.0005), (7.5, 3.0)]),
    ("log2", lambda z: mp.log(z) / mp.log(2), [(0.3, 0.15), (7.5, 3.0)]),
    ("log10", lambda z: mp.log(z) / mp.log(10), [(0.3, 0.15), (7.5, 3.0)]),
    ("log:3", lambda z: mp.log(z) / mp.log(3), [(0.3, 0.15), (7.5, 3.0)]),
    ("sin", mp.sin, [(0.3, 1.0), (-20.0, 1.0), (1e5, 1.0)]),
    ("cos", mp.cos, [(0.3, 1.0), (-20.0, 1.0), (1e5, 1.0)]),
    ("tan", mp.tan, [(0.3, 0.6), (-20.0, 0.25), (1.55, 0.01)]),
    ("asin", mp.asin, [(0.1, 0.5), (0.99, 0.005), (-0.999, 0.0005)]),
    ("acos", mp.acos, [(0.1, 0.5), (0.99, 0.005), (-0.999, 0.0005)]),
    ("atan", mp.atan, [(-0.7, 0.6), (3.3, 1.6), (100.0, 50.0)]),
    ("sinh", mp.sinh, [(0.3, 1.0), (-20.0, 1.0)]),
    ("cosh", mp.cosh, [(0.3, 1.0), (-20.0, 1.0)]),
    ("tanh", mp.tanh, [(-0.2, 0.7), (5.0, 0.8), (15.0, 0.8), (-30.0, 0.8)]),
    ("asinh", mp.asinh, [(0.2, 0.5), (3.3, 1.6), (1e4, 5e3)]),
    ("acosh", mp.acosh, [(1.3, 0.15), (3.3, 1.1), (1e4, 5e3)]),
    ("atanh", mp.atanh, [(0.2, 0.4), (0.99, 0.005), (-0.999, 0.0005)]),
    ("erf", mp.erf, [(0.3, 1.0), (-2.2, 1.0), (4.0, 1.0)]),
    ("erfc", mp.erfc, [(0.3, 1.0), (-2.2, 1.0), (6.0, 1.0)]),
    ("logistic", lambda z: 1 / (1 + e(-z)), [(0.4, 1.5), (12.0, 1.5), (-40.0, 1.5)]),
    ("softplus", lambda z: mp.log(1 + e(z)), [(0.4, 1.5), (12.0, 1.5), (-40.0, 1.5)]),
    ("log1pexp", lambda z: mp.log(1 + e(z)), [(-1.3, 1.5)]),
    ("logit", lambda z: mp.log(z / (1 - z)), [(0.2, 0.1), (0.7, 0.15), (0.999, 0.0005), (1e-6, 5e-7)]),
    ("sinpi", mp.sinpi, [(0.3, 1.0), (-7.7, 1.0), (1000.2, 1.0)]),
    ("cospi", mp.cospi, [(0.3, 1.0), (-7.7, 1.0), (1000.2, 1.0)]),
    ("sinc", lambda z: mp.sin(z) / z, [(0.0, 1.0), (1e-5, 1.0), (0.7, 1.0), (2.9, 1.0), (-9.3, 1.0), (30.0, 1.0)]),
    ("lgamma", mp.loggamma, [(0.1, 0.05), (0.5, 0.25), (1.3, 0.6), (3.2, 1.5), (30.0, 15.0), (1e4, 5e3)]),
    ("tgamma", mp.gamma, [(0.5, 0.25), (2.5, 1.2), (12.0, 1.0)]),
    ("digamma", mp.digamma, [(0.1, 0.05), (0.5, 0.25), (3.2, 1.5), (30.0, 15.0), (-2.3, 0.15), (-0.6, 0.2)]),
    ("polygamma:1", lambda z: mp.psi(1, z), [(0.5, 0.25), (3.2, 1.5), (30.0, 15.0)]),
    ("gelu", lambda z: z * mp.erfc(-z / mp.sqrt(2)) / 2, [(0.3, 1.0), (-3.3, 1.0), (5.0, 1.0)]),
    ("silu", lambda z: z / (1 + e(-z)), [(0.4, 1.5), (-3.3, 1.5), (-30.0, 1.5), (12.0, 1.5)]),
    ("elu:1", lambda z: e(z) - 1, [(-0.3, 1.0), (-5.0, 1.0)]),
]:
    for x, radius in points:
        TAYLOR[f"{name} {x!r}"] = (f, x, radius)
TAYLOR |= {
    # Of a curve and not of a straight line.
    "hypot_curve": (lambda z: mp.sqrt(e(z) ** 2 + z**2), 0.7, 0.3),
    "atan2_curve": (lambda z: mp.atan(mp.sin(z) / e(z)), 0.7, 0.2),
    "pow_curve": (lambda z: mp.power(2 + mp.sin(z), z), 0.7, 0.5),
    "logaddexp_curve": (lambda z: mp.log(e(z**2) + e(1 - z)), 0.7, 0.3),
    "xlogy_curve": (lambda z: mp.sin(z) * mp.log(2 + z), 0.7, 1.0),
    "sinc_curve": (lambda z: mp.sin(z * z) / (z * z), 1.3, 0.5),
    "lgamma_curve": (lambda z: mp.loggamma(e(z)), 0.4, 0.5),
    "digamma_curve": (lambda z: mp.digamma(e(z)), 0.5, 0.5),
    "gelu_curve": (lambda z: z**2 * mp.erfc(-(z**2) / mp.sqrt(2)) / 2, 0.9, 0.5),
}
mp.dps = 60
NODES = 256


def taylor(f, x, radius):
    roots = [mp.expjpi(mpf(2 * k) / NODES) for k in range(NODES)]
    values = [f(mpf(x) + radius * w) for w in roots]
    for k in range(21):
        total = sum(v * mp.conj(roots[(k * j) % NODES]) for j, v in enumerate(values))
        c = mp.re(total) / NODES / mpf(radius) ** k
        yield mpf(0) if abs(c) * mpf(radius) ** k < mpf(10) ** -50 * abs(values[0]) else c


lines = ["# Written by make_truth.py: name x c0 … c20."]
for name, (f, x, radius) in TAYLOR.items():
    lines.append(" ".join([name.split()[0], repr(x), *(digits(c) for c in taylor(f, x, radius))]))
(HERE / "taylor.txt").write_text("\n".join(lines) + "\n")
