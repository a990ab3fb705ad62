"""Computes GIST and HOG in float64 with numpy: python3 scripts/golden/descriptors.py"""
import json
from pathlib import Path

import numpy as np


def pattern(side, seed):
    """The values of patternPicture in test/support/pictures.ts."""
    y, x = np.mgrid[:side, :side]

    def values(x, y, seed):
        block = ((x >> 2) * 37 + (y >> 3) * 91 + seed * 53) % 256
        return np.where((x + y) % 11 < 6, block, (x * x * 3 + x * y * 5 + y * 7 + seed * 31) % 256)

    red, green, blue = values(x, y, seed), values(x + 3, y, seed + 1), values(x, y + 5, seed + 2)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def low_pass(image):
    n = len(image)
    f = np.fft.fftfreq(n, 1 / n)
    gain = np.exp(-(f[:, None] ** 2 + f**2) * np.log(2) / 16)
    return np.fft.ifft2(np.fft.fft2(image) * gain)


def gist(grey):
    side = len(grey)
    framed = np.pad(np.log(grey + 1), 5, mode="symmetric")
    rest = framed - low_pass(framed).real
    even = (rest / (0.2 + np.sqrt(np.abs(low_pass(rest * rest)))))[5:-5, 5:-5]
    n = side + 64
    spectrum = np.fft.fft2(np.pad(even, 32, mode="symmetric"))
    f = np.fft.fftfreq(n, 1 / n)
    fx, fy = np.meshgrid(f, f)
    radius, angle = np.hypot(fx, fy), np.arctan2(fy, fx)
    values = []
    for scale in range(4):
        for orientation in range(8):
            turned = angle + np.pi * orientation / 8
            turned = np.where(turned > np.pi, turned - 2 * np.pi, turned)
            off = radius / n / (0.3 / 1.85**scale) - 1
            gain = np.exp(-3.5 * off**2 - 2 * np.pi * turned**2)
            response = np.abs(np.fft.ifft2(spectrum * gain))[32:-32, 32:-32]
            blocks = response.reshape(4, side // 4, 4, side // 4).mean(axis=(1, 3))
            values.append(blocks.T.ravel())
    return np.concatenate(values)


def hog(grey, cell):
    side, n = len(grey), len(grey) // cell
    dx, dy = np.zeros_like(grey), np.zeros_like(grey)
    dx[:, 1:-1] = grey[:, 2:] - grey[:, :-2]
    dy[1:-1] = grey[2:] - grey[:-2]
    angle = np.arctan2(dy, dx) % np.pi
    # Rounding may give pi itself.
    angle[angle >= np.pi] = 0
    length, step = np.hypot(dx, dy), np.pi / 9
    first = (angle / step).astype(int)
    rest = angle - first * step
    votes = np.zeros((side, side, 9))
    for bins, size in ((first, np.sin(step - rest)), ((first + 1) % 9, np.sin(rest))):
        for b in range(9):
            votes[..., b] += np.where(bins == b, length * size / np.sin(step), 0)
    centres = (np.arange(n) + 0.5) * cell - 0.5
    share = np.maximum(0, 1 - np.abs(np.arange(side) - centres[:, None]) / cell)
    cells = np.einsum("ay,yxd,cx->acd", share, votes, share) / cell**2
    blocks = []
    for y in range(n - 1):
        for x in range(n - 1):
            block = cells[y : y + 2, x : x + 2].ravel()
            block = np.minimum(block / np.sqrt((block**2).sum() + 1e-10), 0.2)
            blocks.append(block / np.sqrt((block**2).sum() + 1e-10))
    return np.concatenate(blocks)


def rounded(values):
    return [float(f"{value:.7f}") for value in values]


if __name__ == "__main__":
    golden = {
        "gist": [{"side": s, "values": rounded(gist(pattern(s, 0)))} for s in (12, 28, 56)],
        "hog": [
            {"side": s, "cell": c, "values": rounded(hog(pattern(s, 4), c))}
            for s, c in ((16, 4), (21, 7), (24, 8), (28, 4))
        ],
    }
    path = Path(__file__).parents[2] / "test/fixtures/golden/descriptors.json"
    path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
