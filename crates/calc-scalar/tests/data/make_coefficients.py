"""Prints the rational approximations of rules/gaussian.rs and rules/gamma.rs, with their errors.

Run with `python3 make_coefficients.py`; needs `pip install mpmath numpy`. Interpolation at Chebyshev
nodes with 60 digits: close to the best possible, and all coefficients come out positive, so that
Horner's scheme loses nothing.
"""

import numpy as np
from mpmath import mp, mpf

mp.dps = 60


def nodes(count, a, b):
    return [(a + b) / 2 + (b - a) / 2 * mp.cos(mp.pi * (2 * k + 1) / (2 * count)) for k in range(count)]


def rational(f, m, n, a, b):
    """P/Q of degrees m and n with Q(0) = 1 that meets `f` at m + n + 1 points."""
    points = nodes(m + n + 1, mpf(a), mpf(b))
    matrix, right = mp.matrix(m + n + 1, m + n + 1), mp.matrix(m + n + 1, 1)
    for i, x in enumerate(points):
        y = f(x)
        for j in range(m + 1):
            matrix[i, j] = x**j / y
        for j in range(1, n + 1):
            matrix[i, m + j] = -(x**j)
        right[i] = 1
    solution = mp.lu_solve(matrix, right)
    p = [solution[j] for j in range(m + 1)]
    return p, [mpf(1)] + [solution[m + j] for j in range(1, n + 1)]


def value(p, q, x):
    return mp.polyval(p[::-1], x) / mp.polyval(q[::-1], x)


def grouped(c, single):
    text = str(np.float32(float(c))) if single else repr(float(c))
    mantissa, _, exponent = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    whole = f"{int(whole):_}"
    fraction = "_".join(fraction[k : k + 3] for k in range(0, len(fraction), 3)) or "0"
    return f"{whole}.{fraction}" + (f"e{int(exponent)}" if exponent else "")


def show(name, f, m, n, a, b, single=False):
    p, q = rational(f, m, n, a, b)
    points = [mpf(a) + (mpf(b) - a) * k / 500 for k in range(1, 500)]
    worst = max(abs(value(p, q, x) / f(x) - 1) for x in points)
    kind = "f32" if single else "f64"
    assert min(p + q) > 0
    print(f"/// Relative error {mp.nstr(worst, 2)}.")
    print(f"const {name}: ([{kind}; {m + 1}], [{kind}; {n + 1}]) = (")
    for coefficients in (p, q):
        print("    [")
        for c in reversed(coefficients):
            print(f"        {grouped(c, single)},")
        print("    ],")
    print(");\n")


def mills(a):
    """(1 − Φ(a))/e^(−a²/2)"""
    return mp.erfc(a / mp.sqrt(2)) * mp.exp(a * a / 2) / 2


def correction(w):
    """S with a·m(a)·√(2π) = 1 − w·S(w), where w = 1/a²."""
    a = 1 / mp.sqrt(w)
    return (1 - a * mills(a) * mp.sqrt(2 * mp.pi)) / w


ZERO = mp.findroot(mp.digamma, mpf("1.4616321449683623"))

show("NEAR_DOUBLE", mills, 7, 8, 0, 3)
show("NEAR_SINGLE", mills, 4, 5, 0, 3, True)
show("FAR_DOUBLE", correction, 7, 7, mpf(1) / 1600, mpf(1) / 9)
show("FAR_SINGLE", correction, 3, 3, mpf(1) / 1600, mpf(1) / 9, True)
show("DIGAMMA_UNIT", lambda u: mp.digamma(1 + u) / (1 + u - ZERO) if u != ZERO - 1 else mp.psi(1, ZERO), 6, 6, 0, 1)
high = float(ZERO - 1)
print("zero of digamma less 1:", high, float(ZERO - 1 - mpf(high)))
