"""Runs of f that SciPy's searches from a guess take on the 154 problems of Alefeld, Potra and Shi.

    python3 make_open.py aps154.tsv > open.csv        (SciPy 1.17.1, mpmath 1.3)

One line for each problem and method on which SciPy ends within 100 steps: the method, the problem, the start, the
second start of the secant method, the runs of f, and where it ended. Derivatives are those of mpmath at 40 digits,
rounded once. Halley's method counts f alone, as the others do.
"""

import sys
import warnings

import mpmath
from scipy.optimize import newton

mpmath.mp.dps = 40
warnings.simplefilter("ignore")


def function(number, p, q):
    n = p
    whole = int(p)
    m = mpmath
    return {
        1: lambda x: m.sin(x) - x / 2,
        2: lambda x: -2 * sum((2 * i - 5) ** 2 / (x - i * i) ** 3 for i in range(1, 21)),
        3: lambda x: p * x * m.exp(q * x),
        4: lambda x: x**whole - q,
        5: lambda x: m.sin(x) - m.mpf(1) / 2,
        6: lambda x: 2 * x * m.exp(-n) - 2 * m.exp(-n * x) + 1,
        7: lambda x: (1 + (1 - n) ** 2) * x - (1 - n * x) ** 2,
        8: lambda x: x**2 - (1 - x) ** whole,
        9: lambda x: (1 + (1 - n) ** 4) * x - (1 - n * x) ** 4,
        10: lambda x: m.exp(-n * x) * (x - 1) + x**whole,
        11: lambda x: (n * x - 1) / ((n - 1) * x),
        12: lambda x: m.root(x, whole) - m.root(whole, whole) if x >= 0 else m.nan,
        13: lambda x: x * m.exp(-1 / x**2) if x != 0 else x,
        14: lambda x: n / 20 * (x / m.mpf("1.5") + m.sin(x) - 1) if x > 0 else 0 * x - n / 20,
        15: lambda x: 0 * x - m.mpf("0.859")
        if x < 0
        else 0 * x + m.e - m.mpf("1.859")
        if x > m.mpf("2e-3") / (1 + n)
        else m.exp((n + 1) * x / 2 * 1000) - m.mpf("1.859"),
    }[number]


for line in open(sys.argv[1]).read().splitlines()[1:]:
    name, number, p, q, _, _, x0, _ = line.split("\t")
    exact = function(int(number), mpmath.mpf(p), mpmath.mpf(q))
    if int(number) >= 13:
        continue  # flat outside of their brackets
    runs = 0

    def f(x):
        global runs
        runs += 1
        return float(exact(mpmath.mpf(x)))

    def slope(x):
        return float(mpmath.diff(exact, mpmath.mpf(x)))

    def bend(x):
        return float(mpmath.diff(exact, mpmath.mpf(x), 2))

    x0 = float(x0)
    x1 = x0 * (1 + 1e-4) + (1e-4 if x0 >= 0 else -1e-4)
    for method, options in [
        ("newton", {"fprime": slope}),
        ("halley", {"fprime": slope, "fprime2": bend}),
        ("secant", {"x1": x1}),
    ]:
        runs = 0
        try:
            x = newton(f, x0, tol=1e-15, rtol=4 * 2.0**-52, maxiter=100, **options)
        except Exception:  # SciPy says so in several ways
            continue
        if mpmath.isnan(x) or abs(x) > 1e100:
            continue
        print(f"{method},{name},{x0!r},{x1!r},{runs},{float(x)!r}")
