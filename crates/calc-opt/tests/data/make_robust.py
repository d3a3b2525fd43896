"""Writes robust.csv: robust fits of a decay with one outlier by SciPy.

    pip install scipy==1.17.1 && python3 make_robust.py > robust.csv
"""
import numpy as np
from scipy.optimize import least_squares

T = np.array([0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0])
Y = np.array([3.02, 2.23, 1.74, 4.9, 1.26, 1.11, 1.02, 1.01])

print("loss,a,b,c")
for loss in ("linear", "huber", "soft_l1", "cauchy", "arctan"):
    fit = least_squares(
        lambda p: p[0] * np.exp(-p[1] * T) + p[2] - Y,
        [1.0, 1.0, 1.0],
        jac=lambda p: np.stack([np.exp(-p[1] * T), -p[0] * T * np.exp(-p[1] * T), np.ones_like(T)], 1),
        loss=loss,
        f_scale=0.1,
        xtol=1e-15,
        ftol=1e-15,
        gtol=1e-15,
        max_nfev=10000,
    )
    print(loss, *map(repr, map(float, fit.x)), sep=",")
