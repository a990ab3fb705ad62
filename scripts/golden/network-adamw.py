"""Steps of AdamW on small networks, by torch in float64.

Makes test/fixtures/golden/network-adamw.json:
  python scripts/golden/network-adamw.py > test/fixtures/golden/network-adamw.json
"""

import json

import numpy as np
import torch

SIZES, ROWS, STEPS, RATE, DECAY = [6, 8, 5, 3], 10, 20, 0.01, 0.1

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
random = np.random.RandomState(8)


def drawn(*shape):
    """Values that are float32 and short in decimals."""
    return np.round(random.uniform(-1, 1, shape) * 64) / 64


def losses(loss, scores, targets):
    if loss == "softmax":
        return torch.nn.functional.cross_entropy(scores, targets)
    if loss == "logistic":
        return torch.nn.functional.binary_cross_entropy_with_logits(scores, (1 + targets) / 2)
    return torch.clamp(1 - targets * scores, min=0).mean()


def run(loss):
    layers = [torch.nn.Linear(a, b) for a, b in zip(SIZES, SIZES[1:])]
    for layer in layers:
        layer.weight.data = torch.tensor(drawn(*layer.weight.shape))
        layer.bias.data = torch.tensor(drawn(*layer.bias.shape))
    network = torch.nn.Sequential(layers[0], torch.nn.ReLU(), layers[1], torch.nn.ReLU(), layers[2])
    points = drawn(ROWS, SIZES[0])
    if loss == "softmax":
        targets = np.round(random.dirichlet(np.ones(SIZES[-1]), ROWS) * 64) / 64
        targets[:, 0] += 1 - targets.sum(axis=1)
    else:
        targets = random.choice([-1.0, 1.0], (ROWS, SIZES[-1]))
    start = [[layer.weight.tolist(), layer.bias.tolist()] for layer in layers]
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    told = []
    for step in range(STEPS):
        optimiser.param_groups[0]["lr"] = RATE / (1 + step)
        optimiser.zero_grad()
        value = losses(loss, network(torch.tensor(points)), torch.tensor(targets))
        value.backward()
        optimiser.step()
        told.append(value.item())
    end = [[layer.weight.tolist(), layer.bias.tolist()] for layer in layers]
    return {
        "loss": loss,
        "points": points.tolist(),
        "targets": targets.tolist(),
        "start": start,
        "losses": told,
        "end": end,
    }


print(
    json.dumps(
        {
            "about": "float64 steps of torch.optim.AdamW of torch "
            + torch.__version__
            + ", learning rate over 1 + step, hidden layers of ReLU, weights and biases decayed alike",
            "rate": RATE,
            "decay": DECAY,
            "runs": [run(loss) for loss in ["softmax", "logistic", "hinge"]],
        },
    )
)
