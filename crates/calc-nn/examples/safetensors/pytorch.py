"""Trains two networks on the digits in PyTorch, and stores them as PyTorch's users do.

    pip install torch safetensors
    python pytorch.py

One has 64, 16 and 10 units, the other a layer norm behind the 16. Writes NAME.safetensors for each, and
NAME.txt: the logits of every fiftieth digit. With `python pytorch.py NAME FILE`, loads a file that was written
by our side and prints its logits instead: so were back.txt and back_norm.txt made, of the files that
`STORE=FOLDER cargo test -p calc-nn --test safetensors` writes.
"""

import sys

import torch
from safetensors.torch import load_file, save_file
from torch.nn import LayerNorm, Linear, ReLU, Sequential

NETWORKS = {
    "pytorch": lambda: Sequential(Linear(64, 16), ReLU(), Linear(16, 10)),
    "pytorch_norm": lambda: Sequential(Linear(64, 16), LayerNorm(16), ReLU(), Linear(16, 10)),
}

with open("../../../../tests/support/data/digits.txt", encoding="ascii") as file:
    lines = [line.split() for line in file if not line.startswith("#")]
y = torch.tensor([int(label) for label, _ in lines])
x = torch.tensor([[int(p, 17) / 16 for p in pixels] for _, pixels in lines])


def trained(make):
    torch.manual_seed(1)
    net = make()
    rule = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(20):
        for batch in torch.randperm(len(y)).split(32):
            rule.zero_grad()
            torch.nn.functional.cross_entropy(net(x[batch]), y[batch]).backward()
            rule.step()
    return net


def show(net, out):
    with torch.no_grad():
        logits = net(x)
    right = (logits.argmax(dim=1) == y).sum().item()
    print(f"# Logits of every fiftieth digit by PyTorch {torch.__version__}; right: {right}", file=out)
    for row in logits[::50]:
        print(*(f"{value:.7g}" for value in row.tolist()), file=out)


if len(sys.argv) > 2:
    name, path = sys.argv[1:]
    net = NETWORKS[name]()
    net.load_state_dict(load_file(path))
    show(net, sys.stdout)
else:
    for name, make in NETWORKS.items():
        net = trained(make)
        save_file(net.state_dict(), f"{name}.safetensors")
        with open(f"{name}.txt", "w", encoding="ascii") as file:
            show(net, file)
