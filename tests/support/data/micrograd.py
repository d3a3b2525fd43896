"""The demonstration of micrograd, number by number: its data, its first parameters, and the loss of each
of its first 38 steps (of a hundred).

    pip install micrograd scikit-learn
    python micrograd.py > micrograd.txt

What it does is what demo.ipynb in https://github.com/karpathy/micrograd does: two moons, a network of
2, 16, 16 and 1 neurons, a margin loss with a penalty on large parameters, plain descent.
"""

import random

import numpy
from micrograd.nn import MLP
from sklearn.datasets import make_moons

numpy.random.seed(1337)
random.seed(1337)
x, y = make_moons(n_samples=100, noise=0.1)
y = y * 2 - 1
model = MLP(2, [16, 16, 1])

print("# x, y: a hundred points. w: the parameters, neuron by neuron. loss: before each step, and how many")
print("# points are on the right side. Written by micrograd.py.")
for (a, b), c in zip(x, y):
    print("x", repr(float(a)), repr(float(b)), int(c))
for p in model.parameters():
    print("w", repr(float(p.data)))
for k in range(38):
    scores = [model(list(map(float, row))) for row in x]
    losses = [(1 + -int(c) * score).relu() for c, score in zip(y, scores)]
    loss = sum(losses) * (1.0 / len(losses)) + 1e-4 * sum(p * p for p in model.parameters())
    right = sum((c > 0) == (score.data > 0) for c, score in zip(y, scores))
    model.zero_grad()
    loss.backward()
    rate = 1.0 - 0.9 * k / 100
    for p in model.parameters():
        p.data -= rate * p.grad
    print("loss", repr(float(loss.data)), right)
