"""Runs of f that SciPy's minimisers without gradients take on Moré, Garbow and Hillstrom's problems until the
value is low enough (f <= f* + 1e-8 (f0 - f*)); - where it never is. pip install scipy
"""

import warnings

import numpy as np
import scipy
from scipy.optimize import minimize

warnings.simplefilter("ignore")
np.seterr(all="ignore")
exp, k10 = np.exp, np.arange(1, 11)
BARD = np.array("0.14 0.18 0.22 0.25 0.29 0.32 0.35 0.39 0.37 0.58 0.73 0.96 1.34 2.10 4.39".split(), float)
GAUSS = np.array("9 44 175 540 1295 2420 3521 3989 3521 2420 1295 540 175 44 9".split(), float) / 1e4
MEYER = np.array(
    "34780 28610 23650 19630 16370 13720 11540 9744 8261 7030 6005 5147 4427 3820 3307 2872".split(), float
)
U = np.array("4 2 1 0.5 0.25 0.167 0.125 0.1 0.0833 0.0714 0.0625".split(), float)
Y = np.array("1957 1947 1735 1600 844 627 456 342 323 235 246".split(), float) / 1e4


def bard(x):
    u = np.arange(1, 16)
    v = 16 - u
    return BARD - (x[0] + u / (v * x[1] + np.minimum(u, v) * x[2]))


def gauss(x):
    t = (8 - np.arange(1, 16)) / 2
    return x[0] * exp(-x[1] * (t - x[2]) ** 2 / 2) - GAUSS


def meyer(x):
    return x[0] * exp(x[1] / (45 + 5 * np.arange(1, 17) + x[2])) - MEYER


def helix(x):
    turn = np.arctan2(x[1], x[0]) / (2 * np.pi)
    return [10 * (x[2] - 10 * turn), 10 * (np.hypot(x[0], x[1]) - 1), x[2]]


def singular(x):
    return [x[0] + 10 * x[1], 5**0.5 * (x[2] - x[3]), (x[1] - 2 * x[2]) ** 2, 10**0.5 * (x[0] - x[3]) ** 2]


def wood(x):
    first = [10 * (x[1] - x[0] ** 2), 1 - x[0], 90**0.5 * (x[3] - x[2] ** 2), 1 - x[2]]
    return first + [10**0.5 * (x[1] + x[3] - 2), (x[1] - x[3]) / 10**0.5]


def brown_dennis(x):
    t = np.arange(1, 21) / 5
    return (x[0] + t * x[1] - exp(t)) ** 2 + (x[2] + np.sin(t) * x[3] - np.cos(t)) ** 2


def biggs(x):
    t = np.arange(1, 14) / 10
    y = exp(-t) - 5 * exp(-10 * t) + 3 * exp(-4 * t)
    return x[2] * exp(-t * x[0]) - x[3] * exp(-t * x[1]) + x[5] * exp(-t * x[4]) - y


def watson(x):
    t = np.arange(1, 30) / 29
    slope = sum(j * t ** (j - 1) * x[j] for j in range(1, 6))
    value = sum(t**j * x[j] for j in range(6))
    return np.append(slope - value**2 - 1, [x[0], x[1] - x[0] ** 2 - 1])


def variably(x):
    s = sum((j + 1) * (x[j] - 1) for j in range(10))
    return np.append(x - 1, [s, s**2])


PROBLEMS = [
    ("Rosenbrock", lambda x: [10 * (x[1] - x[0] ** 2), 1 - x[0]], [-1.2, 1], 0),
    (
        "Freudenstein and Roth",
        lambda x: [
            -13 + x[0] + ((5 - x[1]) * x[1] - 2) * x[1],
            -29 + x[0] + ((x[1] + 1) * x[1] - 14) * x[1],
        ],
        [0.5, -2],
        48.98425367924,
    ),
    ("Powell, badly scaled", lambda x: [1e4 * x[0] * x[1] - 1, exp(-x[0]) + exp(-x[1]) - 1.0001], [0, 1], 0),
    ("Brown, badly scaled", lambda x: [x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2], [1, 1], 0),
    ("Beale", lambda x: [y - x[0] * (1 - x[1] ** i) for i, y in ((1, 1.5), (2, 2.25), (3, 2.625))], [1, 1], 0),
    ("Jennrich and Sampson", lambda x: 2 + 2 * k10 - exp(k10 * x[0]) - exp(k10 * x[1]), [0.3, 0.4], 124.3621823556),
    ("helical valley", helix, [-1, 0, 0], 0),
    ("Bard", bard, [1, 1, 1], 8.214877306579e-3),
    ("Gaussian", gauss, [0.4, 1, 0], 1.127932769619e-8),
    ("Meyer", meyer, [0.02, 4000, 250], 87.945855170),
    (
        "Box, three-dimensional",
        lambda x: exp(-k10 / 10 * x[0]) - exp(-k10 / 10 * x[1]) - x[2] * (exp(-k10 / 10) - exp(-k10)),
        [0, 10, 20],
        0,
    ),
    ("Powell, singular", singular, [3, -1, 0, 1], 0),
    ("Wood", wood, [-3, -1, -3, -1], 0),
    (
        "Kowalik and Osborne",
        lambda x: Y - x[0] * (U**2 + U * x[1]) / (U**2 + U * x[2] + x[3]),
        [0.25, 0.39, 0.415, 0.39],
        3.075056038492e-4,
    ),
    ("Brown and Dennis", brown_dennis, [25, 5, -5, -1], 85822.20162635),
    ("Biggs EXP6", biggs, [1, 2, 1, 1, 1, 1], 0),
    ("Watson", watson, [0] * 6, 2.287670053552e-3),
    ("variably dimensioned", variably, [1 - j / 10 for j in range(1, 11)], 0),
]
METHODS = [
    ("Nelder-Mead", dict(xatol=1e-8, fatol=1e-10, maxiter=20000, maxfev=20000)),
    ("Powell", dict(xtol=1e-8, ftol=1e-12, maxiter=2000, maxfev=20000)),
]


def hit(method, options, residuals, start, lowest):
    start = np.array(start, float)
    value = lambda x: float(np.sum(np.square(residuals(x))))
    enough = lowest + 1e-8 * (value(start) - lowest)
    runs, found = 0, None

    def counted(x):
        nonlocal runs, found
        runs += 1
        f = value(x)
        if f <= enough and found is None:
            found = runs
        return f

    minimize(counted, start, method=method, options=options)
    return "-" if found is None else str(found)


def main():
    print(f"# SciPy {scipy.__version__}: make_direct_search.py")
    print("# problem; Nelder-Mead; Powell")
    for name, residuals, start, lowest in PROBLEMS:
        counts = [hit(method, options, residuals, start, lowest) for method, options in METHODS]
        print("; ".join([name, *counts]))


main()
