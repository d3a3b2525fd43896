"""Parameters after 100 steps of training, by PyTorch in double precision on the CPU.

    python pytorch.py > pytorch.txt

Every case starts from the same simple numbers and sees all 8 examples in each step. One line per
case: its name, the loss before the last step, and the parameters in the order of calc-nn (weights
input by input, then biases, layer by layer).
"""

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

EXAMPLES, INPUTS = 8, 3


def start(k):
    """Multiples of 1/64 in [-1/2, 1/2): exact."""
    return ((k * 37 + 11) % 64 - 32) / 64


def inputs():
    return torch.tensor(
        [[((k * INPUTS + i) * 29 + 5) % 32 / 8 - 2 for i in range(INPUTS)] for k in range(EXAMPLES)]
    )


def targets(width):
    """Multiples of 1/8 in [0, 1]."""
    return torch.tensor(
        [[((k * width + j) * 5 + 3) % 9 / 8 for j in range(width)] for k in range(EXAMPLES)]
    )


def classes(width):
    return torch.tensor([(k * 5 + 1) % width for k in range(EXAMPLES)])


def fill(net):
    k = 0
    for layer in net:
        if isinstance(layer, nn.Linear):
            with torch.no_grad():
                for i in range(layer.in_features):
                    for j in range(layer.out_features):
                        layer.weight[j, i] = start(k)
                        k += 1
                if layer.bias is not None:
                    for j in range(layer.out_features):
                        layer.bias[j] = start(k)
                        k += 1


def flat(net):
    for layer in net:
        if isinstance(layer, nn.Linear):
            yield from layer.weight.T.flatten().tolist()
            if layer.bias is not None:
                yield from layer.bias.tolist()


def run(name, net, loss, target, rule):
    fill(net)
    rule = rule(net.parameters())
    x = inputs()
    for _ in range(100):
        rule.zero_grad()
        value = loss(net(x), target)
        value.backward()
        rule.step()
    print(name, repr(value.item()), *map(repr, flat(net)))


def two(activation):
    return nn.Sequential(nn.Linear(3, 5), activation, nn.Linear(5, 2))


optim = torch.optim
run("sgd-tanh-mse", two(nn.Tanh()), nn.MSELoss(), targets(2), lambda p: optim.SGD(p, lr=0.1))
run("momentum-silu-bce", two(nn.SiLU()), nn.BCEWithLogitsLoss(), targets(2),
    lambda p: optim.SGD(p, lr=0.05, momentum=0.9))
run("rmsprop-sigmoid-mse", two(nn.Sigmoid()), nn.MSELoss(), targets(2),
    lambda p: optim.RMSprop(p, lr=0.01))
deep = nn.Sequential(
    nn.Linear(3, 5), nn.LeakyReLU(0.01), nn.Linear(5, 4, bias=False), nn.Softplus(), nn.Linear(4, 3)
)
run("adam-leaky-softplus-class", deep, nn.CrossEntropyLoss(), classes(3),
    lambda p: optim.Adam(p, lr=0.01))
soft = targets(3) + 0.125
run("adamw-relu-probabilities", nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 3)),
    nn.CrossEntropyLoss(), soft / soft.sum(1, keepdim=True),
    lambda p: optim.AdamW(p, lr=0.01, weight_decay=0.1))
