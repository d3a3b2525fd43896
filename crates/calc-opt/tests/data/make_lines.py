"""Writes lines.csv: what SciPy's minimisers and its Moré–Thuente search do, to compare ours with.

    pip install scipy==1.17.1 sympy
    python make_lines.py > lines.csv

Rows:
    bounded, name, runs of f, lowest value, point        L-BFGS-B between bounds
    free, method, name, runs of f, lowest value          BFGS, L-BFGS-B and CG without bounds
    search, function, first factor, all factors tried    DCSRCH on the six functions of Moré and Thuente
"""

import math
import warnings

import numpy as np
import scipy
import sympy as sp
from scipy.optimize import minimize
from scipy.optimize._dcsrch import DCSRCH

warnings.simplefilter("ignore")
INF = math.inf


def rosenbrock(x):
    return 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2


def wood(x):
    a, b, c, d = x
    return (
        100 * (b - a**2) ** 2 + (1 - a) ** 2 + 90 * (d - c**2) ** 2 + (1 - c) ** 2
        + 10 * (b + d - 2) ** 2 + (b - d) ** 2 / 10
    )


def brown_dennis(x):
    a, b, c, d = x
    t = [sp.Rational(k, 5) for k in range(1, 21)]
    return sum(((a + s * b - sp.exp(s).evalf()) ** 2 + (c + sp.sin(s).evalf() * d - sp.cos(s).evalf()) ** 2) ** 2 for s in t)


def watson(x):
    total = x[0] ** 2 + (x[1] - x[0] ** 2 - 1) ** 2
    for k in range(1, 30):
        t = k / 29
        slope = sum(j * t ** (j - 1) * x[j] for j in range(1, 6))
        total += (slope - sum(t**j * x[j] for j in range(6)) ** 2 - 1) ** 2
    return total


# The first ones are numbers 1 to 5, 38 and 45 of W. Hock and K. Schittkowski, Test Examples for Nonlinear
# Programming Codes, Springer 1981; the last is the first driver of the L-BFGS-B distribution.
BOUNDED = [
    ("HS1", rosenbrock, [-2, 1], [(-INF, INF), (-1.5, INF)]),
    ("HS2", rosenbrock, [-2, 1], [(-INF, INF), (1.5, INF)]),
    ("HS3", lambda x: x[1] + 1e-5 * (x[1] - x[0]) ** 2, [10, 1], [(-INF, INF), (0, INF)]),
    ("HS4", lambda x: (x[0] + 1) ** 3 / 3 + x[1], [1.125, 0.125], [(1, INF), (0, INF)]),
    ("HS5", lambda x: sp.sin(x[0] + x[1]) + (x[0] - x[1]) ** 2 - 1.5 * x[0] + 2.5 * x[1] + 1, [0, 0], [(-1.5, 4), (-3, 3)]),
    ("HS38", wood, [-3, -1, -3, -1], [(-10, 10)] * 4),
    ("HS45", lambda x: 2 - x[0] * x[1] * x[2] * x[3] * x[4] / 120, [2] * 5, [(0, i) for i in range(1, 6)]),
    ("Rosenbrock, bound above", rosenbrock, [-1.2, 1], [(-2, 0.5), (-INF, INF)]),
    ("Brown and Dennis, bounds", brown_dennis, [25, 5, -5, -1], [(-10, 100), (-15, 15), (0, INF), (-20, 0.2)]),
    ("Watson, bounds", watson, [0] * 6, [(-0.015, 10), (-10, 0.9), (-10, 10), (-10, 10), (-10, 1.25), (-10, 10)]),
    (
        "driver 1",
        lambda x: 4 * (0.25 * (x[0] - 1) ** 2 + sum((x[i] - x[i - 1] ** 2) ** 2 for i in range(1, 25))),
        [3] * 25,
        [(1, 100) if i % 2 == 0 else (-100, 100) for i in range(25)],
    ),
]


def bounded():
    for name, f, start, bounds in BOUNDED:
        symbols = sp.symbols(f"x0:{len(start)}")
        formula = f(symbols)
        value = sp.lambdify([symbols], formula, "numpy")
        gradient = sp.lambdify([symbols], [sp.diff(formula, s) for s in symbols], "numpy")
        runs = 0

        def both(x):
            nonlocal runs
            runs += 1
            return float(value(x)), np.array(gradient(x), float)

        found = minimize(
            both, np.array(start, float), jac=True, method="L-BFGS-B", bounds=bounds,
            options=dict(maxcor=10, gtol=1e-9, ftol=0, maxiter=5000, maxfun=20000),
        )
        print(f'bounded,"{name}",{runs},{found.fun!r},{" ".join(repr(float(c)) for c in found.x)}')


FREE = [
    ("Rosenbrock", rosenbrock, [-1.2, 1]),
    ("Wood", wood, [-3, -1, -3, -1]),
    ("Watson", watson, [0] * 6),
    ("driver 1", BOUNDED[-1][1], [3] * 25),
    (
        "chain of cosh",
        lambda x: sum(sp.cosh(x[i] - x[i - 1]) + 0.1 * i * x[i - 1] ** 2 - x[i] * x[i - 1] / 40 for i in range(1, 20)),
        [1 + i / 10 for i in range(20)],
    ),
    (
        "Rosenbrock in ten",
        lambda x: sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(9)),
        [-1.2, 1] * 5,
    ),
]


def free():
    for method, options in [
        ("BFGS", dict(gtol=1e-8, maxiter=5000)),
        ("L-BFGS-B", dict(maxcor=10, gtol=1e-8, ftol=0, maxiter=5000, maxfun=20000)),
        ("CG", dict(gtol=1e-8, maxiter=5000)),
    ]:
        for name, f, start in FREE:
            symbols = sp.symbols(f"x0:{len(start)}")
            formula = f(symbols)
            value = sp.lambdify([symbols], formula, "numpy")
            gradient = sp.lambdify([symbols], [sp.diff(formula, s) for s in symbols], "numpy")
            runs = 0

            def both(x):
                nonlocal runs
                runs += 1
                return float(value(x)), np.array(gradient(x), float)

            found = minimize(both, np.array(start, float), jac=True, method=method, options=options)
            print(f'free,{method},"{name}",{runs},{found.fun!r}')


def sixth(b1, b2):
    def g(b):
        return math.sqrt(1 + b * b) - b

    def f(a):
        return g(b1) * math.sqrt((1 - a) ** 2 + b2**2) + g(b2) * math.sqrt(a**2 + b1**2)

    def df(a):
        return g(b1) * (a - 1) / math.sqrt((1 - a) ** 2 + b2**2) + g(b2) * a / math.sqrt(a**2 + b1**2)

    return f, df


def third(beta=0.01, l=39):
    def f(a):
        if a <= 1 - beta:
            base = 1 - a
        elif a >= 1 + beta:
            base = a - 1
        else:
            base = (a - 1) ** 2 / (2 * beta) + beta / 2
        return base + 2 * (1 - beta) / (l * math.pi) * math.sin(l * math.pi / 2 * a)

    def df(a):
        if a <= 1 - beta:
            base = -1
        elif a >= 1 + beta:
            base = 1
        else:
            base = (a - 1) / beta
        return base + (1 - beta) * math.cos(l * math.pi / 2 * a)

    return f, df


SEARCHES = [
    (1, lambda a: -a / (a * a + 2), lambda a: (a * a - 2) / (a * a + 2) ** 2, 1e-3, 0.1),
    (2, lambda a: (a + 0.004) ** 5 - 2 * (a + 0.004) ** 4, lambda a: 5 * (a + 0.004) ** 4 - 8 * (a + 0.004) ** 3, 0.1, 0.1),
    (3, *third(), 0.1, 0.1),
    (4, *sixth(1e-3, 1e-3), 1e-3, 1e-3),
    (5, *sixth(0.01, 1e-3), 1e-3, 1e-3),
    (6, *sixth(1e-3, 0.01), 1e-3, 1e-3),
]


def searches():
    for number, f, df, c1, c2 in SEARCHES:
        for first in [1e-3, 1e-1, 1e1, 1e3]:
            tried = []

            def slope(a):
                tried.append(float(a))
                return df(a)

            search = DCSRCH(f, slope, c1, c2, 1e-15, 0.0, 1e10)
            tried.clear()
            found, *_, task = search(first, f(0.0), df(0.0), maxiter=100)
            assert task[:4] == b"CONV", task
            assert found == tried[-1]
            print(f'search,{number},{first!r},{" ".join(map(repr, tried))}')


print(f"# SciPy {scipy.__version__}; see make_lines.py")
bounded()
free()
searches()
