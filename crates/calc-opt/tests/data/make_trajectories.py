"""Writes trajectories.csv: where update rules walk on Rosenbrock's function from (-1.2, 1).

    pip install optax==0.2.8 && python3 make_trajectories.py > trajectories.csv

Route 1, `optax`: optax in double precision, with the settings under which its formula is the one of
PyTorch and of calc-opt. Route 2, `paper`: the published formulas in plain Python floats. The script
stops when the two differ by more than 1e-12.
"""
import math

import jax

jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp
import optax

STEPS = (1, 2, 10, 50, 100)


def gradient(p):
    x, y = p
    return [-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)]


# name -> (optax rule, step function of the published formula)
def sgd(x, g, s, t):
    return x - 1e-3 * g


def momentum(x, g, s, t):
    s["v"] = 0.9 * s.get("v", 0.0) + g
    return x - 1e-3 * s["v"]


def nesterov(x, g, s, t):
    s["v"] = 0.9 * s.get("v", 0.0) + g
    return x - 1e-3 * (g + 0.9 * s["v"])


def adagrad(x, g, s, t):
    s["s"] = s.get("s", 0.0) + g * g
    return x - 0.1 * g / math.sqrt(s["s"])


def rmsprop(x, g, s, t):
    s["s"] = 0.9 * s.get("s", 0.0) + 0.1 * g * g
    return x - 1e-2 * g / (math.sqrt(s["s"]) + 1e-8)


def adam(x, g, s, t, decay=0.0):
    s["m"] = 0.9 * s.get("m", 0.0) + 0.1 * g
    s["v"] = 0.999 * s.get("v", 0.0) + 0.001 * g * g
    m = s["m"] / (1 - 0.9**t)
    v = s["v"] / (1 - 0.999**t)
    return x - 1e-2 * (m / (math.sqrt(v) + 1e-8) + decay * x)


def adamw(x, g, s, t):
    return adam(x, g, s, t, decay=0.01)


RULES = {
    "sgd": (optax.sgd(1e-3), sgd),
    "momentum": (optax.sgd(1e-3, momentum=0.9), momentum),
    "nesterov": (optax.sgd(1e-3, momentum=0.9, nesterov=True), nesterov),
    "adagrad": (optax.adagrad(0.1, initial_accumulator_value=0.0, eps=0.0), adagrad),
    "rmsprop": (optax.rmsprop(1e-2, decay=0.9, eps=1e-8, eps_in_sqrt=False), rmsprop),
    "adam": (optax.adam(1e-2), adam),
    "adamw": (optax.adamw(1e-2, weight_decay=0.01), adamw),
}


def by_optax(rule):
    x = jnp.array([-1.2, 1.0])
    state = rule.init(x)
    for _ in range(max(STEPS)):
        updates, state = rule.update(jnp.array(gradient([float(c) for c in x])), state, x)
        x = optax.apply_updates(x, updates)
        yield [float(c) for c in x]


def by_paper(step):
    x, memory = [-1.2, 1.0], [{}, {}]
    for t in range(1, max(STEPS) + 1):
        x = [step(c, g, s, t) for c, g, s in zip(x, gradient(x), memory)]
        yield x


print("rule,step,x,y")
for name, (rule, step) in RULES.items():
    for t, (a, b) in enumerate(zip(by_optax(rule), by_paper(step)), start=1):
        worst = max(abs(p - q) / abs(q) for p, q in zip(a, b))
        assert worst < 1e-12, (name, t, worst)
        if t in STEPS:
            print(f"{name},{t},{a[0]!r},{a[1]!r}")
