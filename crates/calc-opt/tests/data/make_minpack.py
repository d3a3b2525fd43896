"""Writes minpack.csv: the 53 runs of MINPACK's lmder test driver, by SciPy's `leastsq`, which is MINPACK.

    pip install scipy==1.17.1 numpy==2.4.6 && python3 make_minpack.py > minpack.csv

Columns: name, unknowns, residuals, factor of the start, ‖r‖ at the end, runs of r, runs of the Jacobian,
MINPACK's code of success. Tolerances and budget are those of `lmder1` in the driver: f_rel = x_rel = √ε,
100·(n + 1) runs.
"""
import numpy as np
from scipy.optimize import leastsq

BARD = [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39]
KOWALIK_V = [4.0, 2.0, 1.0, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625]
KOWALIK_Y = [0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246]
MEYER = [34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872]
OSBORNE1 = [
    0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.85, 0.818, 0.784, 0.751, 0.718, 0.685, 0.658, 0.628,
    0.603, 0.58, 0.558, 0.538, 0.522, 0.506, 0.49, 0.478, 0.467, 0.457, 0.448, 0.438, 0.431, 0.424, 0.42,
    0.414, 0.411, 0.406,
]
OSBORNE2 = [
    1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746, 0.679, 0.608, 0.655, 0.616,
    0.606, 0.602, 0.626, 0.651, 0.724, 0.649, 0.649, 0.694, 0.644, 0.624, 0.661, 0.612, 0.558, 0.533, 0.495,
    0.5, 0.423, 0.395, 0.375, 0.372, 0.391, 0.396, 0.405, 0.428, 0.429, 0.523, 0.562, 0.607, 0.653, 0.672,
    0.708, 0.633, 0.668, 0.645, 0.632, 0.591, 0.559, 0.597, 0.625, 0.739, 0.71, 0.729, 0.72, 0.636, 0.581,
    0.428, 0.292, 0.162, 0.098, 0.054,
]


def linear_full(x, m):
    r = -2 * np.sum(x) / m - 1
    return np.array([x[i] + r if i < len(x) else r for i in range(m)])


def linear_one(x, m):
    s = np.sum(np.arange(1, len(x) + 1) * x)
    return np.arange(1, m + 1) * s - 1


def linear_one_zero(x, m):
    n = len(x)
    s = np.sum(np.arange(2, n) * x[1:-1])
    r = np.arange(0, m) * s - 1
    r[-1] = -1
    return r


def rosenbrock(x, m):
    return np.array([10 * (x[1] - x[0] ** 2), 1 - x[0]])


def helix(x, m):
    a, b, c = x
    side = 0.5 * (np.real(a) < 0)
    turns = np.arctan(b / a) / (2 * np.pi) + side if a != 0 else np.copysign(0.25, b)
    return np.array([10 * (c - 10 * turns), 10 * (np.sqrt(a * a + b * b) - 1), c])


def powell_singular(x, m):
    a, b, c, d = x
    return np.array([a + 10 * b, 5**0.5 * (c - d), (b - 2 * c) ** 2, 10**0.5 * (a - d) ** 2])


def freudenstein_roth(x, m):
    return np.array([-13 + x[0] + ((5 - x[1]) * x[1] - 2) * x[1], -29 + x[0] + ((1 + x[1]) * x[1] - 14) * x[1]])


def bard(x, m):
    i = np.arange(1, 16)
    u, v = i, 16 - i
    w = np.minimum(u, v)
    return np.array(BARD) - (x[0] + u / (x[1] * v + x[2] * w))


def kowalik_osborne(x, m):
    v = np.array(KOWALIK_V)
    return np.array(KOWALIK_Y) - x[0] * v * (v + x[1]) / (v * (v + x[2]) + x[3])


def meyer(x, m):
    t = 5.0 * np.arange(1, 17) + 45
    return x[0] * np.exp(x[1] / (t + x[2])) - np.array(MEYER)


def watson(x, m):
    n = len(x)
    k = np.arange(n)
    r = np.zeros(31, dtype=x.dtype)
    for i in range(1, 30):
        t = i / 29
        r[i - 1] = np.sum(k[1:] * t ** (k[1:] - 1.0) * x[1:]) - np.sum(t**k * x) ** 2 - 1
    r[29] = x[0]
    r[30] = x[1] - x[0] ** 2 - 1
    return r


def box(x, m):
    t = np.arange(1, m + 1) / 10
    return np.exp(-t * x[0]) - np.exp(-t * x[1]) + (np.exp(-np.arange(1, m + 1)) - np.exp(-t)) * x[2]


def jennrich_sampson(x, m):
    i = np.arange(1, m + 1)
    return 2 + 2 * i - np.exp(i * x[0]) - np.exp(i * x[1])


def brown_dennis(x, m):
    t = np.arange(1, m + 1) / 5
    return (x[0] + t * x[1] - np.exp(t)) ** 2 + (x[2] + np.sin(t) * x[3] - np.cos(t)) ** 2


def chebyquad(x, m):
    r = np.zeros(m, dtype=x.dtype)
    before, now = np.ones(len(x)), 2 * x - 1
    for k in range(m):
        r[k] = now.mean() + (1 / ((k + 1) ** 2 - 1) if k % 2 == 1 else 0)
        before, now = now, 2 * (2 * x - 1) * now - before
    return r


def brown_almost_linear(x, m):
    r = x + np.sum(x) - (len(x) + 1)
    r[-1] = np.prod(x) - 1
    return r


def osborne1(x, m):
    t = 10.0 * np.arange(33)
    return np.array(OSBORNE1) - (x[0] + x[1] * np.exp(-x[3] * t) + x[2] * np.exp(-x[4] * t))


def osborne2(x, m):
    t = np.arange(65) / 10
    return np.array(OSBORNE2) - (
        x[0] * np.exp(-x[4] * t)
        + x[1] * np.exp(-x[5] * (t - x[8]) ** 2)
        + x[2] * np.exp(-x[6] * (t - x[9]) ** 2)
        + x[3] * np.exp(-x[7] * (t - x[10]) ** 2)
    )


CASES = [
    ("linear, full rank", linear_full, np.ones, [(5, 10, 1), (5, 50, 1)]),
    ("linear, rank 1", linear_one, np.ones, [(5, 10, 1), (5, 50, 1)]),
    ("linear, rank 1, zero columns", linear_one_zero, np.ones, [(5, 10, 1), (5, 50, 1)]),
    ("Rosenbrock", rosenbrock, lambda n: [-1.2, 1.0], [(2, 2, 3)]),
    ("helical valley", helix, lambda n: [-1.0, 0.0, 0.0], [(3, 3, 3)]),
    ("Powell singular", powell_singular, lambda n: [3.0, -1.0, 0.0, 1.0], [(4, 4, 3)]),
    ("Freudenstein and Roth", freudenstein_roth, lambda n: [0.5, -2.0], [(2, 2, 3)]),
    ("Bard", bard, np.ones, [(3, 15, 3)]),
    ("Kowalik and Osborne", kowalik_osborne, lambda n: [0.25, 0.39, 0.415, 0.39], [(4, 11, 3)]),
    ("Meyer", meyer, lambda n: [0.02, 4000.0, 250.0], [(3, 16, 2)]),
    ("Watson", watson, np.zeros, [(6, 31, 3), (9, 31, 3), (12, 31, 3)]),
    ("Box", box, lambda n: [0.0, 10.0, 20.0], [(3, 10, 1)]),
    ("Jennrich and Sampson", jennrich_sampson, lambda n: [0.3, 0.4], [(2, 10, 1)]),
    ("Brown and Dennis", brown_dennis, lambda n: [25.0, 5.0, -5.0, -1.0], [(4, 20, 3)]),
    (
        "Chebyquad",
        chebyquad,
        lambda n: np.arange(1, n + 1) / (n + 1),
        [(1, 8, 3), (8, 8, 1), (9, 9, 1), (10, 10, 1)],
    ),
    ("Brown almost linear", brown_almost_linear, lambda n: np.full(n, 0.5), [(10, 10, 3), (30, 30, 1), (40, 40, 1)]),
    ("Osborne 1", osborne1, lambda n: [0.5, 1.5, -1.0, 0.01, 0.02], [(5, 33, 1)]),
    (
        "Osborne 2",
        osborne2,
        lambda n: [1.3, 0.65, 0.65, 0.7, 0.6, 3.0, 5.0, 7.0, 2.0, 4.5, 5.5],
        [(11, 65, 1)],
    ),
]


def jacobian(f, m):
    """Exact to rounding by complex steps."""

    def at(x):
        columns = []
        for i in range(len(x)):
            z = x.astype(complex)
            z[i] += 1e-100j
            columns.append(np.imag(f(z, m)) / 1e-100)
        return np.stack(columns, 1)

    return at


print("name,n,m,factor,norm,runs,jacobians,info")
ROOT = 2.0**-26  # √ε
for name, f, start, sizes in CASES:
    for n, m, tries in sizes:
        for factor in (1.0, 10.0, 100.0)[:tries]:
            x0 = np.array(start(n), dtype=float) * factor
            if factor > 1 and not x0.any():
                x0 = np.full(n, factor)
            with np.errstate(all="ignore"):
                x, _, info, _, code = leastsq(
                    lambda x: f(x, m), x0, Dfun=jacobian(f, m), full_output=True, ftol=ROOT, xtol=ROOT, gtol=0.0,
                    maxfev=100 * (n + 1), factor=100,
                )
            norm = float(np.linalg.norm(info["fvec"]))
            print(name.replace(",", ""), n, m, factor, repr(norm), info["nfev"], info["njev"], code, sep=",")
