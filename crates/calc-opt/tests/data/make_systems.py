"""Writes systems.csv: the 55 runs of MINPACK's hybrd and hybrj test drivers, by SciPy's `root`.

    pip install scipy==1.17.1 numpy==2.4.6 && python3 make_systems.py > systems.csv

Columns: name, number of unknowns, factor of the start, then for `hybr` with and without the exact
Jacobian: whether SciPy calls it a success, ‖f‖ at the end, runs of f; runs of the Jacobian.
"""
import numpy as np
from scipy.optimize import root


def rosenbrock(x):
    return [1 - x[0], 10 * (x[1] - x[0] ** 2)]


def powell_singular(x):
    a, b, c, d = x
    return [a + 10 * b, 5**0.5 * (c - d), (b - 2 * c) ** 2, 10**0.5 * (a - d) ** 2]


def powell_badly_scaled(x):
    return [1e4 * x[0] * x[1] - 1, np.exp(-x[0]) + np.exp(-x[1]) - 1.0001]


def wood(x):
    a, b, c, d = x
    p, q = b - a**2, d - c**2
    return [
        -200 * a * p - (1 - a),
        200 * p + 20.2 * (b - 1) + 19.8 * (d - 1),
        -180 * c * q - (1 - c),
        180 * q + 20.2 * (d - 1) + 19.8 * (b - 1),
    ]


def helix(x):
    a, b, c = x
    side = 0.5 * (np.real(a) < 0)
    turns = np.arctan(b / a) / (2 * np.pi) + side if a != 0 else np.copysign(0.25, b)
    return [10 * (c - 10 * turns), 10 * (np.sqrt(a * a + b * b) - 1), c]


def watson(x):
    n = len(x)
    k = np.arange(n)
    f = np.zeros(n, dtype=x.dtype)
    for i in range(1, 30):
        t = i / 29
        slope = np.sum(k[1:] * t ** (k[1:] - 1.0) * x[1:])
        value = np.sum(t**k * x)
        f += t ** (k - 1.0) * (k - 2 * t * value) * (slope - value**2 - 1)
    rest = x[1] - x[0] ** 2 - 1
    f[0] += x[0] * (1 - 2 * rest)
    f[1] += rest
    return f


def chebyquad(x):
    n = len(x)
    f = np.zeros(n, dtype=x.dtype)
    before, now = np.ones(n), 2 * x - 1
    for k in range(n):
        f[k] = now.mean() + (1 / ((k + 1) ** 2 - 1) if k % 2 == 1 else 0)
        before, now = now, 2 * (2 * x - 1) * now - before
    return f


def brown_almost_linear(x):
    f = x + np.sum(x) - (len(x) + 1)
    f[-1] = np.prod(x) - 1
    return f


def grid(n):
    return np.arange(1, n + 1) / (n + 1)


def discrete_boundary(x):
    n = len(x)
    h = 1 / (n + 1)
    y = np.concatenate([[0], x, [0]])
    return 2 * x - y[:-2] - y[2:] + (x + grid(n) + 1) ** 3 * h**2 / 2


def discrete_integral(x):
    n = len(x)
    h, t = 1 / (n + 1), grid(n)
    cube = (x + t + 1) ** 3
    return np.array(
        [
            x[k]
            + h * ((1 - t[k]) * np.sum((t * cube)[: k + 1]) + t[k] * np.sum(((1 - t) * cube)[k + 1 :])) / 2
            for k in range(n)
        ]
    )


def trigonometric(x):
    n = len(x)
    k = np.arange(1, n + 1)
    return n + k - np.sin(x) - np.sum(np.cos(x)) - k * np.cos(x)


def variably_dimensioned(x):
    k = np.arange(1, len(x) + 1)
    s = np.sum(k * (x - 1))
    return x - 1 + k * s * (1 + 2 * s**2)


def broyden_tridiagonal(x):
    y = np.concatenate([[0], x, [0]])
    return (3 - 2 * x) * x - y[:-2] - 2 * y[2:] + 1


def broyden_banded(x):
    n = len(x)
    g = x * (1 + x)
    near = [sum(g[j] for j in range(max(0, k - 5), min(n, k + 2)) if j != k) for k in range(n)]
    return x * (2 + 5 * x**2) + 1 - np.array(near)


def jacobian(f):
    """Exact to rounding by complex steps: every function is analytic where it is run."""

    def at(x):
        columns = []
        for i in range(len(x)):
            z = x.astype(complex)
            z[i] += 1e-100j
            columns.append(np.imag(np.asarray(f(z))) / 1e-100)
        return np.stack(columns, 1)

    return at


CASES = [
    ("Rosenbrock", rosenbrock, lambda n: [-1.2, 1.0], [(2, 3)]),
    ("Powell singular", powell_singular, lambda n: [3.0, -1.0, 0.0, 1.0], [(4, 3)]),
    ("Powell badly scaled", powell_badly_scaled, lambda n: [0.0, 1.0], [(2, 2)]),
    ("Wood", wood, lambda n: [-3.0, -1.0, -3.0, -1.0], [(4, 3)]),
    ("helical valley", helix, lambda n: [-1.0, 0.0, 0.0], [(3, 3)]),
    ("Watson", watson, np.zeros, [(6, 2), (9, 2)]),
    ("Chebyquad", chebyquad, grid, [(5, 3), (6, 3), (7, 3), (8, 1), (9, 1)]),
    ("Brown almost linear", brown_almost_linear, lambda n: np.full(n, 0.5), [(10, 3), (30, 1), (40, 1)]),
    ("discrete boundary value", discrete_boundary, lambda n: grid(n) * (grid(n) - 1), [(10, 3)]),
    ("discrete integral equation", discrete_integral, lambda n: grid(n) * (grid(n) - 1), [(1, 3), (10, 3)]),
    ("trigonometric", trigonometric, lambda n: np.full(n, 1 / n), [(10, 3)]),
    ("variably dimensioned", variably_dimensioned, lambda n: 1 - np.arange(1, n + 1) / n, [(10, 3)]),
    ("Broyden tridiagonal", broyden_tridiagonal, lambda n: np.full(n, -1.0), [(10, 3)]),
    ("Broyden banded", broyden_banded, lambda n: np.full(n, -1.0), [(10, 3)]),
]

print("name,n,factor,success,norm,runs,success_with_jacobian,norm_with_jacobian,runs_with_jacobian,jacobians")
for name, f, start, sizes in CASES:
    g = lambda x, f=f: np.asarray(f(x))
    for n, tries in sizes:
        for factor in (1.0, 10.0, 100.0)[:tries]:
            x0 = np.array(start(n), dtype=float) * factor
            if factor > 1 and not x0.any():
                x0 = np.full(n, factor)
            row = [name, n, factor]
            with np.errstate(all="ignore"):
                plain = root(g, x0, method="hybr")
                exact = root(g, x0, method="hybr", jac=jacobian(g))
            norm = lambda s: repr(float(np.linalg.norm(s.fun)))
            row += [plain.success, norm(plain), plain.nfev, exact.success, norm(exact), exact.nfev, exact.njev]
            print(*row, sep=",")
