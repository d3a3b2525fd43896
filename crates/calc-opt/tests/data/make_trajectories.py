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
import optax.contrib

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


def mean(s, key, beta, value, t):
    """A fading mean, corrected for its start at zero."""
    s[key] = beta * s.get(key, 0.0) + (1 - beta) * value
    return s[key] / (1 - beta**t)


def sign(x):
    return (x > 0) - (x < 0)


def adadelta(x, g, s, t):
    s["v"] = 0.9 * s.get("v", 0.0) + 0.1 * g * g
    d = g * math.sqrt(s.get("u", 0.0) + 1e-6) / math.sqrt(s["v"] + 1e-6)
    s["u"] = 0.9 * s.get("u", 0.0) + 0.1 * d * d
    return x - d


def centred_rmsprop(x, g, s, t):
    s["m"] = 0.9 * s.get("m", 0.0) + 0.1 * g
    s["v"] = 0.9 * s.get("v", 0.0) + 0.1 * g * g
    return x - 1e-2 * g / (math.sqrt(s["v"] - s["m"] ** 2) + 1e-8)


def amsgrad_optax(x, g, s, t):
    m, v = mean(s, "m", 0.9, g, t), mean(s, "v", 0.999, g * g, t)
    s["max"] = max(s.get("max", 0.0), v)
    return x - 1e-2 * m / (math.sqrt(s["max"]) + 1e-8)


def amsgrad_pytorch(x, g, s, t):
    m = mean(s, "m", 0.9, g, t)
    mean(s, "v", 0.999, g * g, t)
    s["max"] = max(s.get("max", 0.0), s["v"])
    return x - 1e-2 * m / (math.sqrt(s["max"] / (1 - 0.999**t)) + 1e-8)


def adamax(x, g, s, t):
    m = mean(s, "m", 0.9, g, t)
    s["u"] = max(0.999 * s.get("u", 0.0), abs(g) + 1e-8)
    return x - 1e-2 * m / s["u"]


def nadam(x, g, s, t):
    mean(s, "m", 0.9, g, t)
    v = mean(s, "v", 0.999, g * g, t)
    ahead = 0.9 * s["m"] / (1 - 0.9 ** (t + 1)) + 0.1 * g / (1 - 0.9**t)
    return x - 1e-2 * ahead / (math.sqrt(v) + 1e-8)


def nadam_pytorch(x, g, s, t):
    mean(s, "m", 0.9, g, t)
    v = mean(s, "v", 0.999, g * g, t)
    now, after = (0.9 * (1 - 0.5 * 0.96 ** (k * 0.004)) for k in (t, t + 1))
    s["p"] = s.get("p", 1.0) * now
    ahead = after * s["m"] / (1 - s["p"] * after) + (1 - now) * g / (1 - s["p"])
    return x - 1e-2 * ahead / (math.sqrt(v) + 1e-8)


def radam(x, g, s, t):
    m, v = mean(s, "m", 0.9, g, t), mean(s, "v", 0.999, g * g, t)
    limit = 2 / (1 - 0.999) - 1
    rho = limit - 2 * t * 0.999**t / (1 - 0.999**t)
    if rho < 5:
        return x - 1e-3 * m
    r = math.sqrt((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho))
    return x - 1e-3 * r * m / (math.sqrt(v) + 1e-8)


def adabelief(x, g, s, t):
    m = mean(s, "m", 0.9, g, t)
    s["v"] = 0.999 * s.get("v", 0.0) + 0.001 * (g - s["m"]) ** 2 + 1e-16
    return x - 1e-2 * m / (math.sqrt(s["v"] / (1 - 0.999**t)) + 1e-16)


def yogi(x, g, s, t):
    s.setdefault("m", 1e-6)
    m = mean(s, "m", 0.9, g, t)
    v = s.get("v", 1e-6)
    s["v"] = v - 0.001 * sign(v - g * g) * g * g
    return x - 1e-2 * m / (math.sqrt(s["v"] / (1 - 0.999**t)) + 1e-3)


def lion(x, g, s, t):
    m = s.get("m", 0.0)
    s["m"] = 0.99 * m + 0.01 * g
    return x - 1e-3 * (sign(0.9 * m + 0.1 * g) + 0.1 * x)


def signum(x, g, s, t):
    s["m"] = 0.9 * s.get("m", 0.0) + 0.1 * g
    return x - 1e-3 * sign(s["m"])


def rprop(x, g, s, t):
    s.setdefault("size", 1e-2)
    agreement = sign(g) * s.get("last", 0)
    if agreement < 0:
        s["size"], s["last"] = max(0.5 * s["size"], 1e-6), 0
        return x
    if agreement > 0:
        s["size"] = min(1.2 * s["size"], 50.0)
    s["last"] = sign(g)
    return x - s["size"] * sign(g)


def adan(x, g, s, t):
    d = g - s.get("last", g)
    s["last"] = g
    m, v = mean(s, "m", 0.98, g, t), mean(s, "v", 0.92, d, t)
    n = mean(s, "n", 0.99, (g + 0.08 * d) ** 2, t)
    return x - 1e-2 * ((m + 0.08 * v) / (math.sqrt(n + 1e-8) + 1e-8) + 0.1 * x)


def whole(step):
    """A rule that needs all parameters at once."""
    step.whole = True
    return step


@whole
def lamb(x, g, s, t):
    steps = []
    for i, (a, b) in enumerate(zip(x, g)):
        m, v = mean(s, f"m{i}", 0.9, b, t), mean(s, f"v{i}", 0.999, b * b, t)
        steps.append(m / (math.sqrt(v) + 1e-6) + 0.1 * a)
    ratio = math.hypot(*x) / math.hypot(*steps)
    return [a - 1e-2 * ratio * d for a, d in zip(x, steps)]


@whole
def lars(x, g, s, t):
    decayed = [b + 0.1 * a for a, b in zip(x, g)]
    ratio = 1e-3 * math.hypot(*x) / math.hypot(*decayed)
    s["m"] = [0.9 * m + 1.0 * ratio * d for m, d in zip(s.get("m", [0.0, 0.0]), decayed)]
    return [a - m for a, m in zip(x, s["m"])]


@whole
def sharpness_aware(x, g, s, t):
    norm = math.hypot(*g)
    worst = [a + 0.01 * b / norm for a, b in zip(x, g)]
    return [a - 1e-4 * b for a, b in zip(x, gradient(worst))]


@whole
def schedule_free(x, g, s, t):
    z = s.setdefault("z", list(x))
    average = [(a - 0.1 * b) / 0.9 for a, b in zip(x, z)]
    s["z"] = z = [b - 1e-3 * c for b, c in zip(z, g)]
    average = [(1 - 1 / t) * a + b / t for a, b in zip(average, z)]
    return [0.9 * a + 0.1 * b for a, b in zip(average, z)]


def by_sharpness(rate, radius):
    inner = optax.contrib.sam(
        optax.sgd(rate),
        optax.chain(optax.contrib.normalize(), optax.sgd(radius)),
        sync_period=2,
        opaque_mode=True,
    )

    def update(g, state, x):
        slope = lambda p, _: jnp.array(gradient([float(c) for c in p]))
        return inner.update(g, state, x, grad_fn=slope)

    return optax.GradientTransformation(inner.init, update)


RULES = {
    "sgd": (optax.sgd(1e-3), sgd),
    "momentum": (optax.sgd(1e-3, momentum=0.9), momentum),
    "nesterov": (optax.sgd(1e-3, momentum=0.9, nesterov=True), nesterov),
    "adagrad": (optax.adagrad(0.1, initial_accumulator_value=0.0, eps=0.0), adagrad),
    "rmsprop": (optax.rmsprop(1e-2, decay=0.9, eps=1e-8, eps_in_sqrt=False), rmsprop),
    "adam": (optax.adam(1e-2), adam),
    "adamw": (optax.adamw(1e-2, weight_decay=0.01), adamw),
    "adadelta": (optax.adadelta(1.0, rho=0.9, eps=1e-6), adadelta),
    "centred_rmsprop": (
        optax.rmsprop(1e-2, decay=0.9, eps=1e-8, centered=True, eps_in_sqrt=False),
        centred_rmsprop,
    ),
    "amsgrad": (optax.amsgrad(1e-2), amsgrad_optax),
    "amsgrad_pytorch": (None, amsgrad_pytorch),
    "adamax": (optax.adamax(1e-2), adamax),
    "nadam": (optax.nadam(1e-2), nadam),
    "nadam_pytorch": (None, nadam_pytorch),
    "radam": (optax.radam(1e-3), radam),
    "adabelief": (optax.adabelief(1e-2), adabelief),
    "yogi": (optax.yogi(1e-2), yogi),
    "lion": (optax.lion(1e-3, weight_decay=0.1), lion),
    "signum": (optax.signum(1e-3), signum),
    # optax 0.2.8 returns the step of the gradient before; this is the rule of the paper and PyTorch.
    "rprop": (None, rprop),
    "adan": (optax.adan(1e-2, weight_decay=0.1), adan),
    "lamb": (optax.lamb(1e-2, weight_decay=0.1), lamb),
    "lars": (optax.lars(1.0, weight_decay=0.1), lars),
    "sharpness_aware": (by_sharpness(1e-4, 0.01), sharpness_aware),
    "schedule_free": (
        optax.contrib.schedule_free(optax.sgd(1e-3), 1e-3, b1=0.9),
        schedule_free,
    ),
}


def by_optax(rule):
    x = jnp.array([-1.2, 1.0])
    state = rule.init(x)
    for _ in range(max(STEPS)):
        updates, state = rule.update(jnp.array(gradient([float(c) for c in x])), state, x)
        x = optax.apply_updates(x, updates)
        yield [float(c) for c in x]


def by_paper(step):
    x, memory, together = [-1.2, 1.0], [{}, {}], {}
    for t in range(1, max(STEPS) + 1):
        if hasattr(step, "whole"):
            x = step(x, gradient(x), together, t)
        else:
            x = [step(c, g, s, t) for c, g, s in zip(x, gradient(x), memory)]
        yield x


print("rule,step,x,y")
for name, (rule, step) in RULES.items():
    paper = list(by_paper(step))
    # Where optax has no such rule the formula of the paper stands alone.
    for t, (a, b) in enumerate(zip(by_optax(rule) if rule else paper, paper), start=1):
        worst = max(abs(p - q) / abs(q) for p, q in zip(a, b))
        assert worst < 1e-12, (name, t, worst)
        if t in STEPS:
            print(f"{name},{t},{a[0]!r},{a[1]!r}")
