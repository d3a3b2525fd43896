"""Prints the constants of the single-precision functions in `src/math/single`.

Polynomials are minimax fits: the largest error on a fine grid, as the function itself feels it, is
made as small as possible by linear programming. Coefficients are rounded to single precision one by one,
lowest order first, and after each rounding the others are fitted again. Needs mpmath, numpy, scipy.

    python3 make_single.py
"""

import numpy as np
from mpmath import asin, cos, cot, coth, floor, log, mp, mpf, pi, sin, sqrt
from scipy.optimize import linprog

mp.prec = 400
POINTS = 600


def single(x):
    return float(np.float32(float(x)))


def bits(x):
    return f"0x{np.float32(x).view(np.uint32):08x}"


def fit(name, function, weight, reach, terms):
    """function(z) ≈ c₀ + c₁·z + …, for z = r² with |r| ≤ reach; weight(z): what an error of it does."""
    z = [mpf(reach) ** 2 * (1 - mp.cos(pi * (k + 0.5) / POINTS)) / 2 for k in range(POINTS)]
    y = [function(t) for t in z]
    w = np.array([float(weight(t)) for t in z])
    powers = np.array([[float(t**k) for k in range(terms)] for t in z])
    fixed = []
    for k in range(terms + 1):
        rest = np.array([float(v - sum(mpf(c) * t**j for j, c in enumerate(fixed))) for t, v in zip(z, y)])
        if k == terms:
            print(f"{name}: error {max(abs(rest * w)):.2e} = {max(abs(rest * w)) * 2**24:.3f} · 2^-24")
            break
        # Minimise e with |w·(rest − powers·c)| ≤ e; in units of 1e-6, for the solver's sake.
        free = powers[:, k:] * w[:, None]
        scale = np.max(np.abs(free), axis=0)
        a = np.vstack([np.hstack([free / scale, -np.ones((POINTS, 1))]),
                       np.hstack([-free / scale, -np.ones((POINTS, 1))])])
        b = np.concatenate([rest * w, -rest * w]) * 1e6
        found = linprog([0.0] * (terms - k) + [1.0], a, b, bounds=[(None, None)] * (terms - k) + [(0, None)],
                        method="highs-ds", options={"primal_feasibility_tolerance": 1e-10,
                                                    "dual_feasibility_tolerance": 1e-10})
        fixed.append(single(found.x[0] / scale[0] * 1e-6))
    for c in fixed:
        print(f"    {c!r}  {np.float32(c)!r} {bits(c)}")


def cut(x, last_bit):
    """x without what is below 2^-last_bit."""
    return floor(x * mpf(2) ** last_bit) / mpf(2) ** last_bit


def show(name, x):
    print(f"{name}: {np.float32(float(x))!r} {bits(float(x))}, off by {float(mpf(single(x)) - x):.1e}")


# eʳ = (D + r)/(D − r) with D = r·coth(r/2) = 2 + z·(c₀ + …).
fit("exp", lambda z: (sqrt(z) * coth(sqrt(z) / 2) - 2) / z, lambda z: z * sqrt(z) / 2, 0.34661, 2)
# sin r = r + r·z·(c₀ + …).
fit("sin", lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, lambda z: z * sqrt(z) / sin(sqrt(z)), 0.78546, 3)
# cos r = 1 − z/2 + z²·(c₀ + …).
fit("cos", lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, lambda z: z**2 / cos(sqrt(z)), 0.78546, 3)
# tan r = r/D with D = r·cot r = 1 − z·(c₀ + …).
fit("tan", lambda z: (1 - sqrt(z) * cot(sqrt(z))) / z, lambda z: z / (sqrt(z) * cot(sqrt(z))), 0.78546, 5)
# arcsin x = x + x·z·(c₀ + …).
fit("asin", lambda z: (asin(sqrt(z)) / sqrt(z) - 1) / z, lambda z: z * sqrt(z) / asin(sqrt(z)), 0.5, 5)
# √(1 + u) and ∛(1 + u) near 1 take their Taylor coefficients.

ln2 = log(2)
high = cut(ln2, 15)
show("log2 e", 1 / ln2)
show("ln 2 high", high)
show("ln 2 low", ln2 - high)
high = cut(ln2, 12)
show("ln 2 of 12 bits", high)
show("the rest", ln2 - high)
show("ln 2", ln2)
show("2/pi", 2 / pi)
half = pi / 2
parts = [cut(half, 13)]
parts.append(cut(half - sum(parts), 24))
parts.append(cut(half - sum(parts), 38))
parts.append(half - sum(parts))
for part in parts:
    show("pi/2", part)
show("pi/2 high", half)
show("pi/2 low", half - mpf(single(half)))
print("pi/2 · 2^31:", hex(int(half * 2**31 + mpf(1) / 2)))
words = [hex(int(floor(2 / pi * mpf(2) ** (32 * (k + 1)))) & 0xFFFFFFFF) for k in range(7)]
print("2/pi:", words)
