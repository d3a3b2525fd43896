"""Writes matrices.csv: where Muon walks on sum((X - T)^2 * A) for matrices of three shapes.

    pip install optax==0.2.8 && python3 make_matrices.py > matrices.csv

Each line: rows, columns, step, and the matrix row by row.
"""
import jax

jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp
import optax
from optax.contrib import scale_by_muon

STEPS = (1, 2, 10, 50, 100)

print("rows,columns,step,values")
for rows, columns in ((3, 2), (2, 3), (1, 2)):
    index = jnp.arange(rows * columns, dtype=float).reshape(rows, columns)
    target, weight = jnp.sin(index + 1), 1 + index * index
    rule = optax.chain(scale_by_muon(), optax.scale(-0.004))
    x = jnp.cos(index)
    state = rule.init(x)
    for t in range(1, max(STEPS) + 1):
        updates, state = rule.update(2 * weight * (x - target), state, x)
        x = optax.apply_updates(x, updates)
        if t in STEPS:
            values = ",".join(repr(float(v)) for v in x.flatten())
            print(f"{rows},{columns},{t},{values}")
