"""calc-nn beside other libraries that train networks: equal loss curves first, then time.

    python3 tests/peers/networks/run.py            shows the table
    python3 tests/peers/networks/run.py --write    and stores it in tests/peers/results/networks.md

Needs cargo, and on Debian and Ubuntu `apt-get install libfann-dev`; `pip install torch scikit-learn`
for the rows of Python. One thread, one core; every library in turns, the shortest of all rounds counts.
"""

import os
import pathlib
import platform
import subprocess
import sys
import time

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1", RAYON_NUM_THREADS="1")
CORE = 0
os.sched_setaffinity(0, {CORE})

import numpy as np  # noqa: E402 (after the number of threads is set)

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TABLE = HERE.parent / "results" / "networks.md"
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target" / "peers-networks"))
PROGRAM = TARGET / "release" / "calc-network-peers"
BATCH, RATE, EPOCHS, ROUNDS = 32, 0.1, 10, 5
TOLERANCE = 1e-3  # of a mean loss, relatively: single precision, other orders of sums


def ask(what):
    """The lines that the Rust program prints, split at tabs."""
    text = subprocess.run([PROGRAM, what], check=True, capture_output=True, text=True).stdout
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
    def __init__(self, parts, x, y):
        import sklearn
        from sklearn.neural_network import MLPClassifier

        self.name = f"scikit-learn {sklearn.__version__}"
        self.model = MLPClassifier(
            (32,), solver="sgd", momentum=0.0, alpha=0.0, batch_size=BATCH, learning_rate_init=RATE, shuffle=False
        )
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


def python_peers(curve, parts):
    """The libraries of Python that are installed; their curves have been compared with ours."""
    x, y = digits()
    peers = []
    for make in (Torch, ScikitLearn):
        try:
            peer = make(parts, x, y)
        except ImportError as missing:
            print(f"skipped: {missing}", file=sys.stderr)
            continue
        for epoch, ours in enumerate(curve):
            theirs = peer.epoch()
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


def digits_round(peers):
    yield from ((name, float(time)) for name, time, _ in ask("digits"))
    for peer in peers:
        for _ in range(8):
            start = time.perf_counter()
            peer.epoch(look=False)
            yield peer.name, (time.perf_counter() - start) * 1e3


def rows(best):
    ours = best["calc-nn"]
    return [f"| {name} | {value:.3g} | {value / ours:.2f} |" for name, value in sorted(best.items(), key=lambda p: p[1])]


def main():
    build = ["cargo", "build", "--release", "--quiet", "--features", "fann", "--manifest-path", HERE / "Cargo.toml"]
    subprocess.run(build, check=True, env={**os.environ, "CARGO_TARGET_DIR": str(TARGET)})
    *parts, curve = [np.array(line[0].split(), dtype=np.float32) for line in ask("start")]
    assert len(curve) == EPOCHS
    peers = python_peers(curve, parts)
    epoch = shortest(digits_round(peers) for _ in range(ROUNDS))
    step = shortest([(name, float(time)) for name, time in ask("xor")] for _ in range(ROUNDS))
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    text = "\n".join([
        "<!-- Written by tests/peers/networks/run.py --write. -->",
        "",
        f"One thread of one core, {platform.machine()} without flags for a processor, rustc {rustc}; the shortest of",
        f"{ROUNDS * 40} (Python: {ROUNDS * 8}) runs, in turns. Another computer gives other times, and similar ratios.",
        "",
        "**Handwritten digits**: 64-32-10, relu, softmax cross-entropy, plain descent, one epoch of 56 batches of 32,",
        f"single precision. The mean losses of {EPOCHS} epochs from the same weights were equal to a relative",
        f"{TOLERANCE:g} before the time was taken.",
        "",
        "| library | ms per epoch | in ours |",
        "|---|---|---|",
        *rows(epoch),
        "",
        "**XOR**: 2-4-1, sigmoids, squared error, a step after each example, double precision. The losses of 500",
        "epochs of FANN were equal to ours to a relative 10⁻⁵. mynn's cannot be: its backward pass leaves out the slope",
        "of the layer above and uses weights that have already moved; its time is that of as many operations.",
        "",
        "| library | ns per step | in ours |",
        "|---|---|---|",
        *rows(step),
        "",
    ])
    print(text)
    if "--write" in sys.argv[1:]:
        TABLE.write_text(text)


if __name__ == "__main__":
    main()
