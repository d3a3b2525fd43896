"""Trains a network of 64, 16 and 10 units on the digits in PyTorch, and stores it as PyTorch's users do.

    pip install torch safetensors
    python pytorch.py

Writes pytorch.safetensors, and pytorch.txt: the logits of every fiftieth digit.
With `python pytorch.py FILE`, loads a file that was written by our side and prints its logits instead: so
was back.txt made, of the file that `STORE=FILE cargo test -p calc-nn --test safetensors` writes.
"""

import sys

import torch
from safetensors.torch import load_file, save_file

torch.manual_seed(1)
net = torch.nn.Sequential(torch.nn.Linear(64, 16), torch.nn.ReLU(), torch.nn.Linear(16, 10))

with open("../../../../tests/support/data/digits.txt", encoding="ascii") as file:
    lines = [line.split() for line in file if not line.startswith("#")]
y = torch.tensor([int(label) for label, _ in lines])
x = torch.tensor([[int(p, 17) / 16 for p in pixels] for _, pixels in lines])

if len(sys.argv) > 1:
    net.load_state_dict(load_file(sys.argv[1]))
else:
    rule = torch.optim.Adam(net.parameters(), lr=0.01)
    for epoch in range(20):
        for batch in torch.randperm(len(y)).split(32):
            rule.zero_grad()
            torch.nn.functional.cross_entropy(net(x[batch]), y[batch]).backward()
            rule.step()
    save_file(net.state_dict(), "pytorch.safetensors")
    sys.stdout = open("pytorch.txt", "w", encoding="ascii")

with torch.no_grad():
    logits = net(x)
    right = (logits.argmax(dim=1) == y).sum().item()
    print(f"# Logits of every fiftieth digit by PyTorch {torch.__version__}; right: {right}")
    for row in logits[::50]:
        print(*(f"{value:.7g}" for value in row.tolist()))
