"""Parameters after 100 steps of training, by PyTorch in double precision on the CPU.

    pip install torch==2.15.0 && python3 pytorch.py > pytorch.txt

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


def tensors(net):
    """All parameters, with the weights of a dense layer input by input."""
    for layer in net:
        if isinstance(layer, nn.Linear):
            yield layer.weight.T
        elif isinstance(layer, nn.LayerNorm):
            yield layer.weight
        if getattr(layer, "bias", None) is not None:
            yield layer.bias


def fill(net):
    k = 0
    for tensor in tensors(net):
        with torch.no_grad():
            flat = torch.tensor([start(k + i) for i in range(tensor.numel())])
            tensor.copy_(flat.reshape(tensor.shape))
        k += tensor.numel()


def flat(net):
    for tensor in tensors(net):
        yield from tensor.flatten().tolist()


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

# Every rule that both have, on one network, with the settings of PyTorch where none are given.
# PyTorch's Muon computes in half precision: not comparable.
RULES = {
    "sgd": lambda p: optim.SGD(p, lr=0.1),
    "momentum": lambda p: optim.SGD(p, lr=0.05, momentum=0.9),
    "nesterov": lambda p: optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True),
    "adagrad": lambda p: optim.Adagrad(p, lr=0.1, eps=1e-10),
    "rmsprop": lambda p: optim.RMSprop(p, lr=0.01),
    "centred-rmsprop": lambda p: optim.RMSprop(p, lr=0.01, centered=True),
    "adadelta": lambda p: optim.Adadelta(p, lr=1.0, rho=0.9, eps=1e-6),
    "adam": lambda p: optim.Adam(p, lr=0.01),
    "adamw": lambda p: optim.AdamW(p, lr=0.01, weight_decay=0.1),
    "adamax": lambda p: optim.Adamax(p, lr=0.01, eps=1e-8),
    "nadam": lambda p: optim.NAdam(p, lr=0.01, momentum_decay=4e-3),
    # PyTorch adds its eps before the mean of the squares is corrected for its start, calc-opt after.
    "radam": lambda p: optim.RAdam(p, lr=0.01, eps=0.0),
    "amsgrad": lambda p: optim.Adam(p, lr=0.01, amsgrad=True),
    "rprop": lambda p: optim.Rprop(p, lr=0.01),
    # Weight decay of these two is a penalty on the squares.
    "sgd-penalty": lambda p: optim.SGD(p, lr=0.1, weight_decay=0.05),
    "adam-penalty": lambda p: optim.Adam(p, lr=0.01, weight_decay=0.05),
}
for name, rule in RULES.items():
    run(f"rule-{name}", two(nn.Tanh()), nn.MSELoss(), targets(2), rule)

# The other activations, losses and layers, each in some network.
NETWORKS = {
    "selu-huber": (two(nn.SELU()), nn.HuberLoss(delta=0.25), targets(2)),
    "elu-absolute": (two(nn.ELU()), nn.L1Loss(), targets(2)),
    "gelu-classes": (
        nn.Sequential(nn.Linear(3, 5), nn.GELU(), nn.Linear(5, 3)),
        nn.CrossEntropyLoss(label_smoothing=0.1), classes(3)),
    "gelu-tanh-margin": (
        nn.Sequential(nn.Linear(3, 5), nn.GELU(approximate="tanh"), nn.Linear(5, 3)),
        nn.MultiMarginLoss(), classes(3)),
    "mish-norm": (
        nn.Sequential(nn.Linear(3, 5), nn.LayerNorm(5), nn.Mish(), nn.Linear(5, 2)),
        nn.MSELoss(), targets(2)),
    "softsign-norm-last": (
        nn.Sequential(nn.Linear(3, 5), nn.Softsign(), nn.Linear(5, 4), nn.LayerNorm(4)),
        nn.MSELoss(), targets(4)),
    "hardswish-softmax": (
        nn.Sequential(nn.Linear(3, 5), nn.Hardswish(), nn.Linear(5, 4), nn.Softmax(dim=1)),
        nn.MSELoss(), targets(4)),
    "hardtanh-relu6": (
        nn.Sequential(nn.Linear(3, 5), nn.Hardtanh(), nn.Linear(5, 4), nn.ReLU6(), nn.Linear(4, 2)),
        nn.MSELoss(), targets(2)),
}
for name, (net, loss, target) in NETWORKS.items():
    run(f"net-{name}", net, loss, target, lambda p: optim.Adam(p, lr=0.01))
