"""SciPy on every set, through the counters of the Rust library. Run by `cargo xtask bench`.

    python3 scipy_routes.py LIBRARY [PART-OF-A-NAME]

LIBRARY is the shared library that the Rust program is built with; only sets whose names contain the part.

Prints a line for each set and route: what became of each problem. Tolerances mean the same everywhere: roots
to an absolute width of 1e-15 and a relative one of 4ε, minima to a gradient of 1e-8, fits to a relative step
and reduction of 1e-15, or of √ε as in MINPACK's driver.
"""

import ctypes
import sys
import warnings

import numpy as np
import scipy
from scipy import optimize
from scipy.optimize import elementwise

EPS = np.finfo(float).eps
X_ABS, X_REL = 1e-15, 4 * EPS
NUMBERS = ctypes.POINTER(ctypes.c_double)

lib = ctypes.CDLL(sys.argv[1])
lib.calc_open.restype = ctypes.c_void_p
lib.calc_open.argtypes = [ctypes.c_size_t, ctypes.c_size_t]
lib.calc_sizes.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_size_t)]
lib.calc_start.argtypes = [ctypes.c_void_p, NUMBERS]
lib.calc_run.restype = ctypes.c_bool
lib.calc_run.argtypes = [ctypes.c_void_p, ctypes.c_uint32, NUMBERS, NUMBERS]
lib.calc_close.argtypes = [ctypes.c_void_p, NUMBERS, ctypes.c_bool, ctypes.c_char_p, ctypes.c_size_t]
lib.calc_set.argtypes = [ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t]


class OverBudget(Exception):
    """A search takes more runs than the problem allows."""


def pointer(array):
    return array.ctypes.data_as(NUMBERS)


class Search:
    """A problem whose runs are counted."""

    def __init__(self, handle):
        self.handle = handle
        sizes = (ctypes.c_size_t * 3)()
        lib.calc_sizes(handle, sizes)
        self.n, self.m, length = sizes
        self.start = np.empty(length)
        lib.calc_start(handle, pointer(self.start))

    def run(self, kind, x, shape):
        x = np.ascontiguousarray(x, dtype=float).reshape(self.n)
        out = np.empty(shape)
        if not lib.calc_run(self.handle, kind, pointer(x), pointer(out)):
            raise OverBudget
        return out

    def value(self, x):
        return float(self.run(0, x, 1)[0])

    def values(self, x):
        return self.run(0, x, self.m)

    def gradient(self, x):
        return self.run(1, x, self.n)

    def jacobian(self, x):
        return self.run(1, x, (self.m, self.n))

    def hessian(self, x):
        return self.run(2, x, (self.n, self.n))

    def close(self, end):
        """`end` is the point and whether it is called a success, or None."""
        x, claimed = end or (None, False)
        token = ctypes.create_string_buffer(100)
        if x is not None:
            x = np.ascontiguousarray(x, dtype=float).reshape(self.n)
        lib.calc_close(self.handle, None if x is None else pointer(x), bool(claimed), token, 100)
        return token.value.decode()


def sets():
    """The numbers of the sets by their names."""
    found, name = {}, ctypes.create_string_buffer(100)
    while True:
        lib.calc_set(len(found), name, 100)
        if not name.value:
            return found
        found[name.value.decode()] = len(found)


def route(set_name, name, solve):
    number, tokens = SETS[set_name], []
    if sys.argv[2:] and sys.argv[2] not in set_name:
        return
    while handle := lib.calc_open(number, len(tokens)):
        search = Search(handle)
        try:
            end = solve(search)
        except (OverBudget, ArithmeticError, ValueError, RuntimeError, np.linalg.LinAlgError):
            end = None
        tokens.append(search.close(end))
    print(set_name, f"SciPy {scipy.__version__} {name}", " ".join(tokens), sep="\t", flush=True)


def bracketed(method, **options):
    def solve(search):
        a, b = search.start
        x, report = method(
            search.value, a, b, xtol=X_ABS, rtol=X_REL, maxiter=1000, full_output=True, disp=False, **options
        )
        return x, report.converged

    return solve


def chandrupatla(search):
    found = elementwise.find_root(
        np.vectorize(search.value, otypes=[float]),
        tuple(search.start),
        tolerances=dict(xatol=X_ABS, xrtol=X_REL, fatol=0, frtol=0),
        maxiter=1000,
    )
    return float(found.x), found.success


def roots():
    for name in SETS:
        if not name.startswith("roots"):
            continue
        for method in (optimize.brentq, optimize.brenth, optimize.ridder, optimize.bisect):
            route(name, method.__name__, bracketed(method))
        route(name, "toms748", bracketed(optimize.toms748))
        route(name, "elementwise.find_root", chandrupatla)


def minima_of_one_variable():
    name = "minima of one variable, Brent"

    def bounded(search):
        found = optimize.minimize_scalar(search.value, bounds=search.start, method="bounded", options={"xatol": 1e-8})
        return found.x, found.success

    def by(method):
        def solve(search):
            a, b = search.start
            found = optimize.minimize_scalar(search.value, bracket=(a, (a + b) / 2, b), method=method)
            return found.x, found.success

        return solve

    def elementwise_minimum(search):
        # The function is infinite at the ends, and this method does not begin there.
        a, b = search.start + 1e-9 * np.array([1, -1])
        found = elementwise.find_minimum(np.vectorize(search.value, otypes=[float]), (a, (a + b) / 2, b))
        return float(found.x), found.success

    route(name, "bounded", bounded)
    route(name, "brent", by("brent"))
    route(name, "golden", by("golden"))
    route(name, "elementwise.find_minimum", elementwise_minimum)


def minima():
    name = "minima, More-Garbow-Hillstrom"

    def by(method, options, gradient=True, hessian=False):
        def solve(search):
            kinds = {}
            if gradient:
                kinds["jac"] = search.gradient
            if hessian:
                kinds["hess"] = search.hessian
            found = optimize.minimize(search.value, search.start, method=method, options=options, **kinds)
            return found.x, found.success

        return solve

    small = {"gtol": 1e-8, "maxiter": 5000}
    for method in ("trust-exact", "trust-krylov", "trust-ncg", "dogleg"):
        route(name, method, by(method, small, hessian=True))
    route(name, "Newton-CG", by("Newton-CG", {"xtol": 1e-8, "maxiter": 5000}, hessian=True))
    for method in ("BFGS", "CG"):
        route(name, method, by(method, small))
    bounded = {"gtol": 1e-8, "ftol": EPS, "maxiter": 5000, "maxfun": 20000}
    route(name, "L-BFGS-B", by("L-BFGS-B", bounded))
    route(name, "TNC", by("TNC", {"gtol": 1e-8, "ftol": EPS, "maxfun": 20000}))
    route(name, "SLSQP", by("SLSQP", {"ftol": 1e-15, "maxiter": 5000}))
    values = {"maxiter": 20000, "maxfev": 20000}
    route(name, "Powell", by("Powell", {"xtol": 1e-8, "ftol": 1e-12, **values}, gradient=False))
    route(name, "Nelder-Mead", by("Nelder-Mead", {"xatol": 1e-8, "fatol": 1e-10, **values}, gradient=False))
    # Written in Python, with much work between two runs: more of them would take an hour.
    route(name, "COBYQA", by("COBYQA", {"final_tr_radius": 1e-8, "maxfev": 1000}, gradient=False))
    route(name, "COBYLA", by("COBYLA", {"tol": 1e-8, "maxiter": 1000}, gradient=False))


def fits():
    def by(method, tolerance, **options):
        def solve(search):
            found = optimize.least_squares(
                search.values,
                search.start,
                jac=search.jacobian,
                method=method,
                ftol=tolerance,
                xtol=tolerance,
                **options,
            )
            return found.x, found.status > 0

        return solve

    for method in ("lm", "trf", "dogbox"):
        scaled = {"x_scale": "jac", "gtol": 1e-15 if method != "lm" else EPS, "max_nfev": 5000}
        route("fits, NIST", f"least_squares {method}", by(method, 1e-15, **scaled))

    root = 2.0**-26

    def leastsq(search):
        x, _, _, _, code = optimize.leastsq(
            search.values,
            search.start,
            Dfun=search.jacobian,
            full_output=True,
            ftol=root,
            xtol=root,
            gtol=0.0,
            maxfev=100 * (search.n + 1),
            factor=100,
        )
        return x, code in (1, 2, 3, 4)

    route("fits, MINPACK", "leastsq", leastsq)
    for method in ("trf", "dogbox"):
        scaled = {"x_scale": "jac", "gtol": EPS, "max_nfev": 4100}
        route("fits, MINPACK", f"least_squares {method}", by(method, root, **scaled))


def systems():
    name = "systems, MINPACK"

    def by(method, jacobian, **options):
        def solve(search):
            slopes = {"jac": search.jacobian} if jacobian else {}
            found = optimize.root(search.values, search.start, method=method, options=options, **slopes)
            return found.x, found.success

        return solve

    route(name, "root hybr, Jacobian", by("hybr", True))
    route(name, "root lm, Jacobian", by("lm", True))
    route(name, "root hybr", by("hybr", False))
    route(name, "root broyden1", by("broyden1", False, fatol=1e-11, maxiter=2000))
    route(name, "root krylov", by("krylov", False, fatol=1e-11, maxiter=2000))
    route(name, "root df-sane", by("df-sane", False, fatol=1e-11, maxfev=10000))


SETS = sets()
warnings.simplefilter("ignore")
np.seterr(all="ignore")
roots()
minima_of_one_variable()
minima()
fits()
systems()
