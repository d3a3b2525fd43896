"""The 19 minima of Brent's function with poles at the squares, to 30 digits: pip install mpmath."""

from mpmath import diff, findroot, mp, mpf, nstr

mp.dps = 50


def slope(x):
    return sum(-2 * mpf(2 * i - 5) ** 2 / (x - i * i) ** 3 for i in range(1, 21))


def main():
    print("# Minima of the sum of ((2i - 5)/(x - i^2))^2, i = 1 ... 20: make_minimisers.py")
    for i in range(1, 20):
        a, b = mpf(i) ** 2, mpf(i + 1) ** 2
        inner = (b - a) / 1000
        x = findroot(slope, (a + inner, b - inner), solver="anderson", tol=1e-80)
        assert diff(slope, x) > 0
        print(nstr(x, 30))


main()
