"""Computes pseudo-random rotations with numpy: python3 scripts/golden/rotations.py"""
import json
from pathlib import Path

import numpy as np

SHAPES = [(1, 70), (3, 40), (48, 100), (96, 50), (100, 130), (200, 140), (512, 64), (768, 60)]
ROWS = 3


def size_for(dimensions):
    power = 64
    while power < dimensions:
        power *= 2
    thirds = power // 4 * 3
    return thirds if 64 < thirds and dimensions <= thirds else power


def butterflies(values):
    """Walsh-Hadamard transform of the last axis, from values far apart to neighbours."""
    shape, half = values.shape, values.shape[-1] // 2
    while half:
        values = values.reshape(*shape[:-1], -1, 2, half)
        first, second = values[..., 0, :], values[..., 1, :]
        values = np.stack([first + second, first - second], axis=-2)
        half //= 2
    return values.reshape(shape)


def rotate(points, signs):
    size = signs.shape[-1]
    parts = 3 if size % 3 == 0 else 1
    values = np.zeros((len(points), size), np.float32)
    values[:, : points.shape[1]] = points
    for sign in signs:
        values = (values * sign).reshape(len(points), parts, -1)
        if parts == 3:
            mean = (values[:, 0] + values[:, 1] + values[:, 2]) * np.float32(2 / 3)
            values = values - mean[:, None]
        values = butterflies(values).reshape(len(points), -1, 4, 4)
        values = values.transpose(0, 1, 3, 2).reshape(len(points), size)
    length = size // parts
    return values * np.float32(1 / (length * np.sqrt(length)))


cases = []
for dimensions, outputs in SHAPES:
    points = np.random.RandomState(dimensions).randn(ROWS, dimensions).astype(np.float32)
    size = size_for(dimensions)
    draws = np.random.RandomState(5).randint(0, 2, size=(-(-outputs // size), 3, size))
    signs = (1 - 2 * draws).astype(np.float32)
    rotated = np.hstack([rotate(points, own) for own in signs])[:, :outputs]
    assert rotated.dtype == np.float32
    numbers = {"points": points, "rotated": rotated}
    lists = {name: [float(f"{x:.9g}") for x in values.ravel()] for name, values in numbers.items()}
    cases.append({"dimensions": dimensions, "outputs": outputs, **lists})
target = Path(__file__).parents[2] / "test/fixtures/golden/rotations.json"
target.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
