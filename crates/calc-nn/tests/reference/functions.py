"""Values and slopes of activations and losses, by PyTorch and by mpmath with 800 digits.

    pip install torch==2.15.0 mpmath && python3 functions.py > functions.txt

One line per point, numbers in the shortest form that a double is read back from:

    activation NAME z | value slope by PyTorch | value slope exact
    loss NAME n answers… targets… | value slopes… by PyTorch | value slopes… exact

`-` stands where PyTorch has no such function. The targets of a loss by class are the number of the
class alone. PyTorch computes in double precision on the CPU; "exact" is rounded once, at the end.
"""

import random

import mpmath
import torch
import torch.nn.functional as F

# As many as a sum of 1 and e^-1600 takes.
mpmath.mp.dps = 800
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

mp = mpmath.mpf
exp, tanh, log, log1p, expm1 = mpmath.exp, mpmath.tanh, mpmath.log, mpmath.log1p, mpmath.expm1
LARGE = mp(10) ** 5


def sigma(z):
    return 1 / (1 + exp(-z)) if z > 0 else exp(z) / (1 + exp(z))


def softplus(z):
    return max(z, mp(0)) + log1p(exp(-abs(z)))


def phi(z):
    return mpmath.ncdf(z)


def density(z):
    return mpmath.npdf(z)


ALPHA = mp("1.6732632423543772848170429916717")
SCALE = mp("1.0507009873554804934193349852946")


def gelu_tanh(z):
    u = mpmath.sqrt(8 / mpmath.pi) * (z + mp("0.044715") * z**3)
    du = mpmath.sqrt(8 / mpmath.pi) * (1 + mp("0.134145") * z**2)
    return z * sigma(u), sigma(u) + z * sigma(u) * sigma(-u) * du


def mish(z):
    t = tanh(softplus(z))
    return z * t, t + z * (1 - t) * (1 + t) * sigma(z)


def far(f):
    """Where e^z is far beyond all digits: the gate is open or closed."""

    def g(z):
        return ((z, mp(1)) if z > 0 else (mp(0), mp(0))) if abs(z) > LARGE else f(z)

    return g


def pieces(low, least, high, most, line, slope):
    return lambda z: (least, 0) if z <= low else (most, 0) if z >= high else (line(z), slope(z))


# name -> (PyTorch, value and slope)
ACTIVATIONS = {
    "Identity": (lambda x: x * 1, lambda z: (z, 1)),
    "Relu": (F.relu, lambda z: (z, 1) if z > 0 else (0, 0)),
    "Relu6": (F.relu6, pieces(0, 0, 6, 6, lambda z: z, lambda z: 1)),
    "LeakyRelu": (F.leaky_relu, lambda z: (z, 1) if z > 0 else (z * mp(0.01), mp(0.01))),
    "Elu": (F.elu, lambda z: (z, 1) if z > 0 else (expm1(z), exp(z))),
    "Selu": (
        F.selu,
        lambda z: (z * SCALE, SCALE) if z > 0 else (SCALE * ALPHA * expm1(z), SCALE * ALPHA * exp(z)),
    ),
    # By default PyTorch returns z itself from 20 on, which is off by e^-20.
    "Softplus": (lambda x: F.softplus(x, threshold=600), far(lambda z: (softplus(z), sigma(z)))),
    "Sigmoid": (
        torch.sigmoid,
        lambda z: (mp(z > 0), 0) if abs(z) > LARGE else (sigma(z), sigma(z) * sigma(-z)),
    ),
    "HardSigmoid": (F.hardsigmoid, pieces(-3, 0, 3, 1, lambda z: z / 6 + mp(0.5), lambda z: mp(1) / 6)),
    "Tanh": (
        torch.tanh,
        lambda z: (mpmath.sign(z), 0) if abs(z) > LARGE else (tanh(z), 1 / mpmath.cosh(z) ** 2),
    ),
    "HardTanh": (F.hardtanh, pieces(-1, -1, 1, 1, lambda z: z, lambda z: 1)),
    "Softsign": (F.softsign, lambda z: (z / (1 + abs(z)), 1 / (1 + abs(z)) ** 2)),
    "Silu": (F.silu, far(lambda z: (z * sigma(z), sigma(z) * (1 + z * sigma(-z))))),
    "HardSwish": (
        F.hardswish,
        lambda z: (0, 0) if z <= -3 else (z, 1) if z >= 3 else (z * (z + 3) / 6, z / 3 + mp(0.5)),
    ),
    "Gelu": (F.gelu, far(lambda z: (z * phi(z), phi(z) + z * density(z)))),
    "GeluTanh": (lambda x: F.gelu(x, approximate="tanh"), far(gelu_tanh)),
    "Mish": (F.mish, far(mish)),
}

POINTS = [
    *[k * 0.37 + 0.01 for k in range(-16, 17)],
    *[-1.2784645427610738, -0.7517916027, -1.192446, 1e-8, -1e-8, 1e-300, -1e-300, 0.0],
    *[12.5, -12.5, 19.0, -19.0, 21.5, -21.5, 30.0, -30.0, 36.9, -36.9, 100.0, -100.0, 500.0, -500.0],
    *[700.0, -700.0, 800.0, -800.0, 1e16, -1e16, 1e154, -1e154, 1e300, -1e300],
]


def nearest(x):
    """The double next to a number of many digits."""
    return float(x)


def activations():
    for name, (by_torch, exact) in ACTIVATIONS.items():
        for z in POINTS:
            x = torch.tensor(z, requires_grad=True)
            y = by_torch(x)
            y.backward()
            # An infinity of the exact slope's own making is not possible: all are bounded.
            found = exact(mp(z))
            print("activation", name, repr(z), "|", repr(y.item()), repr(x.grad.item()), "|",
                  *(repr(nearest(f)) for f in found))


def softmax_terms(z):
    top = max(z)
    e = [exp(v - top) if v - top > -LARGE else mp(0) for v in z]
    total = sum(e)
    # ln of the sum without the largest term, which is 1.
    rest = total - 1
    return [v / total for v in e], [log1p(rest) + (top - v) for v in z]


def cross_entropy(z, y):
    p, surprise = softmax_terms(z)
    mass = sum(y)
    return sum(a * b for a, b in zip(y, surprise) if a), [mass * a - b for a, b in zip(p, y)]


def smooth(y, share):
    return [(1 - mp(share)) * v + mp(share) / len(y) for v in y]


def one_hot(z, c):
    return [mp(i == c) for i in range(len(z))]


def mean_of(cost):
    def f(z, y):
        found = [cost(a - b) for a, b in zip(z, y)]
        return sum(v for v, _ in found) / len(z), [s / len(z) for _, s in found]

    return f


def huber(delta):
    d = mp(delta)
    return mean_of(lambda e: (e * e / 2, e) if abs(e) <= d else (d * (abs(e) - d / 2), d * mpmath.sign(e)))


def log_cosh(e):
    a = abs(e)
    return (a - log(2) + log1p(exp(-2 * a)) if a < LARGE else a - log(2)), (tanh(e) if a < LARGE else mpmath.sign(e))


def binary(z, y):
    value, slopes = 0, []
    for a, b in zip(z, y):
        big = abs(a) > LARGE
        plus = (max(a, 0) if big else softplus(a))
        minus = (max(-a, 0) if big else softplus(-a))
        value += b * minus + (1 - b) * plus
        slopes.append((mp(a > 0) if big else sigma(a)) - b)
    return value / len(z), [s / len(z) for s in slopes]


def hinge(z, y):
    n = len(z)
    return (sum(max(mp(0), 1 - a * b) for a, b in zip(z, y)) / n,
            [(-b / n if 1 - a * b > 0 else mp(0)) for a, b in zip(z, y)])


def multiclass_hinge(z, c):
    n = len(z)
    behind = [(mp(0) if j == c else max(mp(0), 1 + v - z[c])) for j, v in enumerate(z)]
    slopes = [mp(b > 0) / n for b in behind]
    slopes[c] = -sum(slopes)
    return sum(behind) / n, slopes


def squares(scale):
    def f(z, y):
        e = [a - b for a, b in zip(z, y)]
        return scale(len(z)) * sum(v * v for v in e), [2 * scale(len(z)) * v for v in e]

    return f


def torch_log_cosh(z, y):
    e = z - y
    return (torch.logaddexp(e, -e) - torch.log(torch.tensor(2.0))).mean()


def batch(f):
    """PyTorch's losses by class want a batch: of one."""
    return lambda z, y: f(z.unsqueeze(0), y.unsqueeze(0))


# name -> (kind of target, PyTorch, value and slopes)
LOSSES = {
    "SquaredError": ("real", lambda z, y: F.mse_loss(z, y, reduction="sum") / 2, squares(lambda n: mp(1) / 2)),
    "MeanSquaredError": ("real", F.mse_loss, squares(lambda n: mp(1) / n)),
    "MeanAbsoluteError": ("real", F.l1_loss, mean_of(lambda e: (abs(e), mpmath.sign(e)))),
    "Huber(1)": ("real", F.huber_loss, huber(1)),
    "Huber(0.3)": ("real", lambda z, y: F.huber_loss(z, y, delta=0.3), huber(0.3)),
    "LogCosh": ("real", torch_log_cosh, mean_of(log_cosh)),
    "BinaryCrossEntropyWithLogits": ("yes", F.binary_cross_entropy_with_logits, binary),
    "Hinge": ("side", lambda z, y: torch.clamp(1 - z * y, min=0).mean(), hinge),
    "SoftmaxCrossEntropy": ("share", batch(F.cross_entropy), cross_entropy),
    "SmoothedCrossEntropy(0.1)": (
        "share",
        batch(lambda z, y: F.cross_entropy(z, y, label_smoothing=0.1)),
        lambda z, y: cross_entropy(z, smooth(y, 0.1)),
    ),
    "SoftmaxCrossEntropy:class": (
        "class", batch(F.cross_entropy), lambda z, c: cross_entropy(z, one_hot(z, c))),
    "SmoothedCrossEntropy(0.1):class": (
        "class",
        batch(lambda z, c: F.cross_entropy(z, c, label_smoothing=0.1)),
        lambda z, c: cross_entropy(z, smooth(one_hot(z, c), 0.1)),
    ),
    "MulticlassHinge": ("class", batch(F.multi_margin_loss), multiclass_hinge),
}


def targets(kind, n, source):
    if kind == "real":
        return [source.uniform(-2, 2) for _ in range(n)]
    if kind == "yes":
        return [source.choice([0.0, 1.0, source.random()]) for _ in range(n)]
    if kind == "side":
        return [source.choice([-1.0, 1.0]) for _ in range(n)]
    if kind == "class":
        return source.randrange(n)
    weights = [source.randrange(4) for _ in range(n)]
    weights[source.randrange(n)] += 1
    return [w / sum(weights) for w in weights]


def losses():
    source = random.Random(5)
    for name, (kind, by_torch, exact) in LOSSES.items():
        for n in (1, 2, 3, 7):
            if n == 1 and kind in ("share", "class"):
                continue
            for size in (0.01, 1.0, 1.0, 4.0, 40.0, 800.0, 1e16, 1e150, 1e300):
                if "Squared" in name and size > 1e150:
                    continue
                z = [source.uniform(-size, size) for _ in range(n)]
                y = targets(kind, n, source)
                x = torch.tensor(z, requires_grad=True)
                value = by_torch(x, torch.tensor(y))
                value.backward()
                wanted, slopes = exact([mp(v) for v in z], y if kind == "class" else [mp(v) for v in y])
                print("loss", name, n, *map(repr, z), *([y] if kind == "class" else map(repr, y)), "|",
                      repr(value.item()), *map(repr, x.grad.tolist()), "|",
                      repr(nearest(wanted)), *(repr(nearest(s)) for s in slopes))


if __name__ == "__main__":
    activations()
    losses()
