"""Writes range_double.txt and range_single.txt: value and slope of every function over its whole range.

Run with `python3 make_range_truth.py` in this folder; needs `pip install mpmath numpy`. The points are
floats of the precision in question, drawn with a fixed seed over all sizes from the smallest
subnormal number to the largest, and beside zeros, poles and ends of domains. The formulas are the
textbook ones; 700 digits make up for their cancellation, so that nothing here shares a trick with the
crate.
"""

import pathlib
import random

import numpy as np
from mpmath import mp, mpf

HERE = pathlib.Path(__file__).parent
DIGITS = 700
mp.dps = DIGITS


def low(f, digits=60):
    """`f` with fewer digits, for special functions that lose none."""

    def g(*x):
        with mp.workdps(digits):
            return +f(*x)

    return g


# Where to draw points: functions of a random generator and a precision.
SINGLE, DOUBLE = np.float32, np.float64


def exponents(precision):
    return (-149, 127) if precision is SINGLE else (-1074, 1023)


def size(precision, rng, least=None, most=None):
    lowest, highest = exponents(precision)
    e = rng.uniform(lowest if least is None else max(least, lowest), highest if most is None else min(most, highest))
    return 2.0 ** (e if e < 1023 else 1023) * (1 + rng.random() * 0.99 * (e < 1022))


def any_size(least=None, most=None, signs=(-1, 1)):
    return lambda rng, precision: rng.choice(signs) * size(precision, rng, least, most)


def between(a, b):
    return lambda rng, precision: rng.uniform(a, b)


def scaled(a, b):
    """Between `a` and `b` in double precision; in single precision as far into the tails as that."""
    return lambda rng, precision: rng.uniform(a, b) * (1 if precision is DOUBLE else 0.125)


def beside(*points, closest=50):
    def draw(rng, precision):
        limit = min(closest, 22) if precision is SINGLE else closest
        return rng.choice(points) + rng.choice([-1, 1]) * 2.0 ** -rng.uniform(1, limit) * rng.random()

    return draw


ALL = any_size()
POSITIVE = any_size(signs=(1,))
SMALL = any_size(most=0)
UNIT = between(-1, 1)
HALF_PI = float(mp.pi / 2)

e, log, sqrt, pi = mp.exp, mp.log, mp.sqrt, mp.pi


def normal_cdf(x):
    return mp.erfc(-x / sqrt(2)) / 2


def normal_density(x):
    return e(-x * x / 2) / sqrt(2 * pi)


def sigma(x):
    return 1 / (1 + e(-x))


def lgamma(x):
    return mp.log(abs(mp.gamma(x))) if x < 1e5 else mp.loggamma(x)


def whole_rest(x):
    """The remainder of x by 2, so that sin πx needs few digits."""
    return x - 2 * mp.floor(x / 2)


# name: (where, f, f′)
UNARY = {
    "recip": ([ALL], lambda x: 1 / x, lambda x: -1 / x**2),
    "sqrt": ([POSITIVE], sqrt, lambda x: 1 / (2 * sqrt(x))),
    "cbrt": ([ALL], lambda x: mp.sign(x) * mp.cbrt(abs(x)), lambda x: 1 / (3 * mp.cbrt(abs(x)) ** 2)),
    "exp": ([ALL, scaled(-745, 709), UNIT], e, e),
    "exp2": ([ALL, scaled(-1074, 1023), UNIT], lambda x: mp.power(2, x), lambda x: log(2) * mp.power(2, x)),
    "exp10": ([ALL, scaled(-322, 308), UNIT], lambda x: mp.power(10, x), lambda x: log(10) * mp.power(10, x)),
    "exp_m1": ([ALL, scaled(-745, 709), UNIT], lambda x: e(x) - 1, e),
    "ln": ([POSITIVE, beside(1.0), between(0, 3)], log, lambda x: 1 / x),
    "ln_1p": ([any_size(signs=(1,)), SMALL, beside(-1.0, -0.5), UNIT], lambda x: log(1 + x), lambda x: 1 / (1 + x)),
    "log2": ([POSITIVE, beside(1.0), between(0, 3)], lambda x: log(x) / log(2), lambda x: 1 / (x * log(2))),
    "log10": ([POSITIVE, beside(1.0), between(0, 3)], lambda x: log(x) / log(10), lambda x: 1 / (x * log(10))),
    "sin": ([ALL, between(-10, 10), beside(HALF_PI, 2 * HALF_PI)], mp.sin, mp.cos),
    "cos": ([ALL, between(-10, 10), beside(HALF_PI, 2 * HALF_PI)], mp.cos, lambda x: -mp.sin(x)),
    "tan": ([ALL, between(-10, 10), beside(HALF_PI, 2 * HALF_PI)], mp.tan, lambda x: 1 / mp.cos(x) ** 2),
    "sinpi": (
        [ALL, between(-3, 3), beside(0.5, 1.0, 7.5, closest=40), any_size(0, 53)],
        lambda x: mp.sinpi(whole_rest(x)),
        lambda x: pi * mp.cospi(whole_rest(x)),
    ),
    "cospi": (
        [ALL, between(-3, 3), beside(0.5, 1.0, 7.5, closest=40), any_size(0, 53)],
        lambda x: mp.cospi(whole_rest(x)),
        lambda x: -pi * mp.sinpi(whole_rest(x)),
    ),
    "sinc": ([ALL, between(-3, 3), between(-20, 20)], lambda x: mp.sin(x) / x, lambda x: (mp.cos(x) - mp.sin(x) / x) / x),
    "asin": ([SMALL, UNIT, beside(1.0, -1.0)], mp.asin, lambda x: 1 / sqrt(1 - x**2)),
    "acos": ([SMALL, UNIT, beside(1.0, -1.0)], mp.acos, lambda x: -1 / sqrt(1 - x**2)),
    "atan": ([ALL, between(-5, 5)], mp.atan, lambda x: 1 / (1 + x**2)),
    "sinh": ([SMALL, scaled(-709, 709), between(-5, 5)], mp.sinh, mp.cosh),
    "cosh": ([SMALL, scaled(-709, 709), between(-5, 5)], mp.cosh, mp.sinh),
    "tanh": ([ALL, scaled(-370, 370), between(-5, 5)], mp.tanh, lambda x: 1 / mp.cosh(x) ** 2),
    "asinh": ([ALL, between(-5, 5)], lambda x: mp.sign(x) * mp.asinh(abs(x)), lambda x: 1 / sqrt(1 + x**2)),
    "acosh": ([any_size(0.001, signs=(1,)), between(1, 5), beside(1.0)], mp.acosh, lambda x: 1 / sqrt(x**2 - 1)),
    "atanh": ([SMALL, UNIT, beside(1.0, -1.0)], mp.atanh, lambda x: 1 / (1 - x**2)),
    "erf": ([ALL, between(-6, 6)], mp.erf, lambda x: 2 / sqrt(pi) * e(-(x**2))),
    "erfc": ([SMALL, between(-6, 27), between(0, 10)], mp.erfc, lambda x: -2 / sqrt(pi) * e(-(x**2))),
    "logistic": ([ALL, scaled(-750, 750), between(-5, 5)], sigma, lambda x: e(-x) / (1 + e(-x)) ** 2),
    "softplus": ([ALL, scaled(-750, 750), between(-5, 5)], lambda x: log(1 + e(x)), sigma),
    "logit": ([any_size(most=-0.01, signs=(1,)), between(0, 1), beside(0.5, 1.0)], lambda x: log(x / (1 - x)), lambda x: 1 / (x * (1 - x))),
    "gelu": (
        [SMALL, between(-39, 9), between(-4, 6)],
        lambda x: x * normal_cdf(x),
        lambda x: normal_cdf(x) + x * normal_density(x),
    ),
    "silu": (
        [ALL, scaled(-750, 100), between(-4, 6)],
        lambda x: x * sigma(x),
        lambda x: sigma(x) * (1 + x * sigma(-x)),
    ),
    "elu:1": ([ALL, scaled(-745, 10), between(-5, 5)], lambda x: x if x > 0 else e(x) - 1, lambda x: mpf(1) if x > 0 else e(x)),
    "lgamma": (
        [any_size(most=1020, signs=(1,)), between(0, 10), between(0, 200), beside(1.0, 2.0, closest=40), between(-0.9, -0.1), any_size(most=-1, signs=(-1,)), between(-4.4, -4.1)],
        low(lgamma, 100),
        low(mp.digamma, 100),
    ),
    "tgamma": (
        [any_size(-1020, 1, signs=(1,)), between(0, 10), between(0, 170), between(-0.9, -0.6)],
        low(mp.gamma, 100),
        low(lambda x: mp.gamma(x) * mp.digamma(x), 100),
    ),
    "digamma": (
        [any_size(-500, signs=(1,)), between(0, 10), between(1.3, 1.6), beside(1.4616321449683623, closest=40), between(0, 200), between(-0.4, 0), between(-8.4, -8.05), any_size(-500, -3, signs=(-1,))],
        low(mp.digamma, 100),
        low(lambda x: mp.psi(1, x), 100),
    ),
    "polygamma:1": (
        [any_size(-300, 900, signs=(1,)), between(0, 10), between(0, 200), between(-20, 0)],
        low(lambda x: mp.psi(1, x), 100),
        low(lambda x: mp.psi(2, x), 100),
    ),
    "to_degrees": ([any_size(most=1000)], lambda x: x * 180 / pi, lambda x: 180 / pi),
    "to_radians": ([ALL], lambda x: x * pi / 180, lambda x: pi / 180),
    "log:3": ([POSITIVE, between(1.2, 10)], lambda x: log(x) / log(3), lambda x: 1 / (x * log(3))),
}
for n in [2, 3, 5, 7, 8, 13, -1, -3, -7, -8, -20, 1000]:
    UNARY[f"powi:{n}"] = (
        [any_size(-1000 / abs(n), 1000 / abs(n)), between(0.5, 2)],
        lambda x, n=n: x**n,
        lambda x, n=n: n * x ** (n - 1),
    )
for p in [0.5, 2.5, -1.5, 20.25, 1e6]:
    UNARY[f"powf:{p!r}"] = (
        [any_size(-1000 / p, 1000 / p, signs=(1,)), between(0.5, 2)] if p < 100 else [between(0.9995, 1.0005)],
        lambda x, p=mpf(p): mp.power(x, p),
        lambda x, p=mpf(p): p * mp.power(x, p - 1),
    )


def pairs(first, second):
    return lambda rng, precision: (first(rng, precision), second(rng, precision))


def power_pairs(rng, precision):
    """x of any size and y so that xʸ is anywhere in the range, or just outside."""
    x = size(precision, rng, *((-20, 20) if rng.random() < 0.5 else (None, None)))
    lowest, highest = exponents(precision)
    return x, rng.uniform(lowest, highest) / np.log2(x) if x != 1 else 1.0


def close_to_one(rng, precision):
    lowest, highest = exponents(precision)
    d = rng.choice([-1, 1]) * 2.0 ** -rng.uniform(3, 15)
    return float(precision(1 + d)), rng.uniform(lowest, highest) / np.log2(float(precision(1 + d)))


def similar(rng, precision):
    x = any_size()(rng, precision)
    return x, x * rng.uniform(0.1, 3) * rng.choice([-1, 1])


def shares(rng, precision):
    reach = 700 if precision is DOUBLE else 80
    x = rng.uniform(-reach, reach)
    return x, x + rng.uniform(-30, 30)


# name: (where, f, ∂f/∂first, ∂f/∂second)
BINARY = {
    "pow": (
        [power_pairs, close_to_one],
        lambda x, y: mp.power(x, y),
        lambda x, y: y * mp.power(x, y - 1),
        lambda x, y: mp.power(x, y) * log(x),
    ),
    "hypot": (
        [pairs(ALL, ALL), similar],
        lambda x, y: sqrt(x**2 + y**2),
        lambda x, y: x / sqrt(x**2 + y**2),
        lambda x, y: y / sqrt(x**2 + y**2),
    ),
    "atan2": (
        [pairs(ALL, ALL), similar],
        mp.atan2,
        lambda y, x: x / (x**2 + y**2),
        lambda y, x: -y / (x**2 + y**2),
    ),
    "logaddexp": (
        [shares, pairs(between(0, 5), between(0, 5)), pairs(scaled(-700, -5), between(-3, -1.1))],
        lambda x, y: log(e(x) + e(y)),
        lambda x, y: sigma(x - y),
        lambda x, y: sigma(y - x),
    ),
    "xlogy": (
        [pairs(any_size(-60, 60), any_size(-60, 60, signs=(1,)))],
        lambda x, y: x * log(y),
        lambda x, y: log(y),
        lambda x, y: x / y,
    ),
}


def digits(v, precision):
    largest = mpf(float(np.finfo(precision).max))
    if abs(v) > largest * (1 + mpf(2) ** -60):
        return "inf" if v > 0 else "-inf"
    return mp.nstr(v, 20, min_fixed=-5, max_fixed=17)


def lines(precision, count):
    for table in (UNARY, BINARY):
        for name, (where, *formulas) in table.items():
            rng = random.Random(f"{name} {precision.__name__}")
            seen = set()
            for k in range(count * max(2, len(where))):
                drawn = where[k % len(where)](rng, precision)
                drawn = drawn if isinstance(drawn, tuple) else (drawn,)
                with np.errstate(over="ignore"):
                    point = tuple(precision(x) for x in drawn)
                if not all(np.isfinite(x) for x in point) or point in seen or 0.0 in point:
                    continue
                seen.add(point)
                try:
                    truth = [f(*(mpf(float(x)) for x in point)) for f in formulas]
                except (ZeroDivisionError, ValueError, OverflowError):
                    continue
                if any(isinstance(v, mp.mpc) for v in truth):
                    continue
                numbers = [np.format_float_scientific(x, trim="-", exp_digits=1) for x in point]
                yield " ".join([name, *numbers, *(digits(mpf(v), precision) for v in truth)])


def main(count=30):
    for name, precision in (("double", DOUBLE), ("single", SINGLE)):
        head = "# Written by make_range_truth.py: name x f f′, or name x y f ∂f/∂x ∂f/∂y."
        text = "\n".join([head, *lines(precision, count)]) + "\n"
        (HERE / f"range_{name}.txt").write_text(text)


if __name__ == "__main__":
    main()
