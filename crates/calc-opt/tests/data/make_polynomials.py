"""Real roots of polynomials with f64 coefficients, as given, to 30 digits: pip install python-flint numpy.

Each line: name; coefficients, the constant first, as hexadecimal floats; roots with multiplicity; the largest
relative error of numpy.roots, or - where it cannot be compared; roots above the real axis, as re:im.
"""

import random
from fractions import Fraction

import numpy
from flint import ctx, fmpz_poly

ctx.prec = 400


def product(*factors):
    result = [Fraction(1)]
    for factor in factors:
        terms = [Fraction(0)] * (len(result) + len(factor) - 1)
        for i, a in enumerate(result):
            for j, b in enumerate(factor):
                terms[i + j] += a * b
        result = terms
    return result


def root(x, multiplicity=1):
    return [[-Fraction(x), Fraction(1)]] * multiplicity


def chebyshev(n):
    a, b = [Fraction(1)], [Fraction(0), Fraction(1)]
    for _ in range(n):
        twice = [Fraction(0)] + [2 * c for c in b]
        a, b = b, [t - (a[i] if i < len(a) else 0) for i, t in enumerate(twice)]
    return a


def legendre(n):
    a, b = [Fraction(1)], [Fraction(0), Fraction(1)]
    for k in range(1, n + 1):
        shifted = [Fraction(0)] + b
        terms = [(2 * k + 1) * t - (k * a[i] if i < len(a) else 0) for i, t in enumerate(shifted)]
        a, b = b, [t / (k + 1) for t in terms]
    return a


def cases():
    for n in (5, 10, 15, 20):
        yield f"Wilkinson {n}", product(*([root(k)[0] for k in range(1, n + 1)]))
    yield "Wilkinson 2^-k", product(*([root(Fraction(1, 2**k))[0] for k in range(1, 16)]))
    for n in (8, 15, 20):
        yield f"Chebyshev {n}", chebyshev(n)
    yield "Legendre 16", legendre(16)
    for m in range(2, 9):
        yield f"(x - 1)^{m}", product(*root(1, m))
    yield "multiple", product(*root(1, 2), *root(-2, 3), *root(Fraction(1, 2)))
    yield "multiple around 1", product(*root(1, 2), *root(-1, 2), *root(3))
    yield "multiple at 2 and -2", product(*root(2, 3), *root(-2, 3))
    yield "at zero", product(*root(0, 3), *root(7), *root(-Fraction(1, 8), 2))
    yield "close pair", product(*root(1), *root(1 + Fraction(1, 2**20)))
    yield "close pair in a cubic", product(*root(3), *root(1), *root(1 + Fraction(1, 2**18)))
    yield "close triple", product(*root(1), *root(1 + Fraction(1, 2**11)), *root(1 - Fraction(1, 2**11)))
    yield "Kahan's quadratic", [Fraction(94906268.375), Fraction(-2 * 94906267.0), Fraction(94906265.625)]
    yield "tiny leading 2", [1.0, 1.0, 1e-300]
    yield "tiny leading 3", [-1.0, 2.0, 1.0, 1e-250]
    yield "tiny leading 4", [-1.0, 1.0, 3.0, -1.0, 1e-120]
    yield "tiny constant", [1e-250, -1.0, 2.0, 1.0, -1.0]
    yield "huge", [-6e300, 1.1e301, -6e300, 1e300]
    yield "small", [-6e-300, 1.1e-299, -6e-300, 1e-300]
    yield "graded", product(*(root(x)[0] for x in (1e-80, -1e-40, 1.0, 1e40, -1e80)))
    yield "far apart", [1e-20, -1.0, 1e20]
    yield "no real root", [1.0, 0.0, 1.0, 0.0, 1.0]
    yield "x^9 - 2", [-2.0] + [0.0] * 8 + [1.0]
    yield "inflection", [0.0, 1e-3, 0.0, 1.0]
    yield "Mignotte 9", [-2.0, 40.0, -200.0] + [0.0] * 6 + [1.0]
    chosen = random.Random(20)
    for n in range(3, 21):
        yield f"random {n}", [chosen.uniform(-1, 1) for _ in range(n + 1)]
    for n in range(3, 12):
        yield f"random roots {n}", product(*(root(chosen.gauss(0, 3))[0] for _ in range(n)))


def exact_roots(coefficients):
    fractions = [Fraction(c) for c in coefficients]
    scale = max(f.denominator for f in fractions)
    polynomial = fmpz_poly([int(f * scale) for f in fractions])
    found, above = [], []
    for value, multiplicity in polynomial.complex_roots():
        if value.imag == 0:
            found.append((value.real, multiplicity))
        elif value.imag > 0:
            above += [(float(value.real.mid()), float(value.imag.mid()))] * multiplicity
    return sorted(found, key=lambda pair: float(pair[0].mid())), sorted(above)


def numpy_error(coefficients, found):
    distinct = [float(x.mid()) for x, m in found if m == 1]
    if len(distinct) < len(found) or not distinct:
        return "-"
    with numpy.errstate(all="ignore"):
        try:
            approximate = numpy.roots(coefficients[::-1])
        except Exception:
            return "-"
    if len(approximate) == 0 or not numpy.isfinite(approximate).all():
        return "-"
    worst = max(min(abs(z - x) for z in approximate) / abs(x) if x else 0.0 for x in distinct)
    return f"{worst:.1e}"


def main():
    print("# Real roots of polynomials: make_polynomials.py")
    for name, terms in cases():
        coefficients = [float(c) for c in terms]
        found, above = exact_roots(coefficients)
        shown = " ".join(f"{x.mid().str(30, radius=False)}:{m}" for x, m in found)
        hexadecimal = " ".join(c.hex() for c in coefficients)
        pairs = " ".join(f"{re!r}:{im!r}" for re, im in above)
        print(f"{name}; {hexadecimal}; {shown}; {numpy_error(coefficients, found)}; {pairs}")


main()
