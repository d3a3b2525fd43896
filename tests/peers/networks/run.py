"""The networks of calc-nn beside other libraries: equal loss curves first, then time. Run by `cargo xtask bench`.

    python3 run.py PROGRAM [LEVEL=PROGRAM ...]

The program is that of this folder, in Rust; the others are the same compiled for other levels of instructions.

Prints a line for each task and library: its time, in milliseconds per epoch or nanoseconds per step. One thread
of one core; every library in turns, the shortest of all rounds counts. The libraries of Python choose their
instructions by the processor that they find.
"""

import os
import pathlib
import subprocess
import sys
import warnings
from time import perf_counter

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1", RAYON_NUM_THREADS="1")
CORE = 0
os.sched_setaffinity(0, {CORE})

import numpy as np  # noqa: E402 (after the number of threads is set)

warnings.filterwarnings("ignore", module="sklearn", message="Stochastic Optimizer: Maximum iterations")
HERE = pathlib.Path(__file__).resolve().parent
PROGRAM, *LEVELS = sys.argv[1:]
LEVELS = dict(level.split("=", 1) for level in LEVELS)
BATCH, RATE, EPOCHS, ROUNDS = 32, 0.1, 10, 5
FIT = 20  # epochs of a `fit` whose time is divided
TOLERANCE = 1e-3  # of a mean loss, relatively: single precision, other orders of sums


def ask(what, program=PROGRAM):
    """The lines that the Rust program prints, split at tabs."""
    text = subprocess.run([program, what], check=True, capture_output=True, text=True).stdout
    return [line.split("\t") for line in text.splitlines()]


def digits():
    """The 1792 digits of the Rust program: pixels and labels."""
    text = (HERE.parents[1] / "support" / "data" / "digits.txt").read_text()
    lines = [line.split() for line in text.splitlines() if not line.startswith("#")][: 56 * BATCH]
    x = np.array([[int(sign, 17) / 16 for sign in signs] for _, signs in lines], dtype=np.float32)
    return x, np.array([int(label) for label, _ in lines])


class Torch:
    def __init__(self, parts, x, y):
        import torch

        torch.set_num_threads(1)
        self.name = f"PyTorch {torch.__version__.split('+')[0]}"
        self.loss = torch.nn.functional.cross_entropy
        self.model = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10))
        with torch.no_grad():
            for parameter, part in zip(self.model.parameters(), parts):
                parameter.copy_(torch.from_numpy(part).reshape(parameter.shape))
        self.rule = torch.optim.SGD(self.model.parameters(), lr=RATE)
        self.x, self.y = torch.from_numpy(x).split(BATCH), torch.from_numpy(y).split(BATCH)

    def epoch(self, look=True):
        total = 0.0
        for x, y in zip(self.x, self.y):
            self.rule.zero_grad()
            loss = self.loss(self.model(x), y)
            loss.backward()
            self.rule.step()
            if look:
                total += loss.item()
        return total / len(self.x)


class ScikitLearn:
    """An epoch is a `partial_fit`: what learns from more and more examples."""

    def __init__(self, parts, x, y, **settings):
        import sklearn
        from sklearn.neural_network import MLPClassifier

        self.name = f"scikit-learn {sklearn.__version__}, `partial_fit`"
        settings |= dict(solver="sgd", momentum=0.0, alpha=0.0, batch_size=BATCH, learning_rate_init=RATE)
        self.model = MLPClassifier((32,), shuffle=False, **settings)
        self.x, self.y = x, y
        self.model.partial_fit(x[:BATCH], y[:BATCH], classes=np.arange(10))  # makes the arrays
        w1, b1, w2, b2 = parts
        for array, part in zip(self.model.coefs_, (w1.reshape(32, 64).T, w2.reshape(10, 32).T)):
            array[...] = part
        for array, part in zip(self.model.intercepts_, (b1, b2)):
            array[...] = part

    def epoch(self, look=True):
        self.model.partial_fit(self.x, self.y)
        return self.model.loss_


class ScikitLearnFit(ScikitLearn):
    """The usual `fit`, of many epochs. It goes on from the weights that are there, and does not stop early."""

    def __init__(self, parts, x, y):
        super().__init__(parts, x, y, warm_start=True, max_iter=FIT, tol=0.0, n_iter_no_change=10**9)
        self.name = self.name.replace("partial_fit", "fit")

    def curve(self):
        self.model.loss_curve_ = []
        self.epochs()
        return self.model.loss_curve_[:EPOCHS]

    def epochs(self):
        self.model.fit(self.x, self.y)
        assert self.model.n_iter_ == FIT, "it stopped early"


def python_peers(curve, parts):
    """The libraries of Python; their curves have been compared with ours."""
    x, y = digits()
    peers = []
    for make in (Torch, ScikitLearn, ScikitLearnFit):
        peer = make(parts, x, y)
        theirs = peer.curve() if hasattr(peer, "curve") else [peer.epoch() for _ in curve]
        assert len(theirs) == len(curve)
        for epoch, (theirs, ours) in enumerate(zip(theirs, curve)):
            if not abs(theirs / ours - 1) < TOLERANCE:
                sys.exit(f"{peer.name}, epoch {epoch}: {theirs} and not {ours}")
        peers.append(peer)
    return peers


def shortest(rounds):
    """The smallest number of each name, in the order of the first round."""
    best = {}
    for pairs in rounds:
        for name, number in pairs:
            best[name] = min(number, best.get(name, number))
    return best


def ask_times(what, program=PROGRAM):
    return [(name, float(time)) for name, time, *_ in ask(what, program)]


def digits_round(peers, program):
    yield from ask_times("digits", program)
    for peer in peers:
        many = hasattr(peer, "epochs")
        for _ in range(2 if many else 8):
            start = perf_counter()
            peer.epochs() if many else peer.epoch(look=False)
            yield peer.name, (perf_counter() - start) * 1e3 / (FIT if many else 1)


def main():
    start = ask("start")
    for program in LEVELS.values():
        assert ask("start", program) == start, "the bits follow the instructions"
    *parts, curve = [np.array(line[0].split(), dtype=np.float32) for line in start]
    assert len(curve) == EPOCHS
    peers = python_peers(curve, parts)
    tasks = {
        "digits": shortest(digits_round(peers, PROGRAM) for _ in range(ROUNDS)),
        **{
            f"digits, {level}": shortest(digits_round(peers, program) for _ in range(ROUNDS))
            for level, program in LEVELS.items()
        },
        "digits by examples": shortest(ask_times("digits-by-examples") for _ in range(ROUNDS)),
        "XOR": shortest(ask_times("xor") for _ in range(ROUNDS)),
    }
    for task, best in tasks.items():
        for name, time in best.items():
            print(task, name, f"{time:.4g}", sep="\t")


if __name__ == "__main__":
    main()
