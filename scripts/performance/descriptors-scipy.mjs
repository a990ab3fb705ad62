// GIST in scipy and HOG in scikit-image, on one thread of a process of their own.
import { startPythonPeer } from './python-peer.mjs';

const PROGRAM = `
import sys, time
import numpy as np
import scipy.fft as fft
try:
    from skimage.feature import hog
except ImportError:
    hog = None

def prepare(n):
    size, m = n + 64, n + 10
    f = np.fft.fftfreq(size, 1 / size)
    fx, fy = np.meshgrid(f, f)
    radius, angle = np.hypot(fx, fy), np.arctan2(fy, fx)
    gains = []
    for scale in range(4):
        for orientation in range(8):
            turned = angle + np.pi * orientation / 8
            turned = np.where(turned > np.pi, turned - 2 * np.pi, turned)
            off = radius / size / (.3 / 1.85 ** scale) - 1
            gains.append(np.exp(-3.5 * off ** 2 - 2 * np.pi * turned ** 2))
    f = np.fft.fftfreq(m, 1 / m)
    low = np.exp(-(f[:, None] ** 2 + f ** 2) * np.log(2) / 16)[:, : m // 2 + 1]
    return np.array(gains, np.float32), low.astype(np.float32)

def gist(picture, gains, low):
    n = len(picture)
    grey = (picture @ np.float32([.299, .587, .114]))
    image = np.pad(np.log(grey + np.float32(1)), 5, mode="symmetric")
    image = image - fft.irfft2(fft.rfft2(image, workers=1) * low, image.shape, workers=1)
    power = fft.irfft2(fft.rfft2(image * image, workers=1) * low, image.shape, workers=1)
    image = (image / (np.float32(.2) + np.sqrt(np.abs(power))))[5:-5, 5:-5]
    spectrum = fft.fft2(np.pad(image, 32, mode="symmetric"), workers=1)
    found = np.abs(fft.ifft2(spectrum * gains, workers=1)[:, 32:-32, 32:-32])
    return found.reshape(32, 4, n // 4, 4, n // 4).mean((2, 4)).transpose(0, 2, 1).ravel()

random = np.random.default_rng(1)
for line in sys.stdin:
    kind, n, count, cell = line.split()
    n, count = int(n), int(count)
    if kind == "gist":
        picture = random.integers(0, 256, (n, n, 3)).astype(np.float32)
        gains, low = prepare(n)
        run = lambda: gist(picture, gains, low)
    elif hog is None:
        print("nan", flush=True)
        continue
    else:
        picture = random.integers(0, 256, (n, n)).astype(np.float64)
        size = (int(cell), int(cell))
        run = lambda: hog(picture, 9, size, (2, 2), "L2-Hys")
    run()
    start = time.process_time()
    for _ in range(count):
        run()
    print((time.process_time() - start) / count, flush=True)
`;

/** Null, and a line that says why, where there is no scipy. */
export async function startScipy() {
  const peer = await startPythonPeer('scipy', PROGRAM, 'gist 8 1 0');
  return (
    peer && {
      /** CPU seconds of a picture of side x side, `count` of them in a row. */
      gist: (side, count) => peer.ask(`gist ${side} ${count} 0`),
      /** The same; NaN where there is no scikit-image. */
      hog: (side, count, cell) => peer.ask(`hog ${side} ${count} ${cell}`),
      stop: peer.stop,
    }
  );
}
