// Random hyperplanes in numpy, on one thread: a float32 product, signs, packed bits.
import { startPythonPeer } from './python-peer.mjs';

const PROGRAM = `
import sys, time
import numpy as np
for line in sys.stdin:
    words = line.split()
    if words[0] == "prepare":
        rows, dimensions, bits = map(int, words[1:])
        random = np.random.default_rng(1)
        points = random.random((rows, dimensions), np.float32) - np.float32(.2)
        planes = random.standard_normal((dimensions, bits), np.float32)
        np.packbits(points[:1000] @ planes >= 0, axis=1, bitorder="little")
        print(0, flush=True)
    else:
        start = time.process_time()
        for first in range(0, rows, 4096):
            np.packbits(points[first:first + 4096] @ planes >= 0, axis=1, bitorder="little")
        print(time.process_time() - start, flush=True)
`;

/** Null, and a line that says why, where there is no numpy. */
export async function startNumpy() {
  const { OPENBLAS_CORETYPE: _core, OPENBLAS_L2_SIZE: _size, ...env } = process.env;
  const peer = await startPythonPeer('numpy', PROGRAM, 'prepare 1000 8 8', env);
  return (
    peer && {
      /** @param {number[]} sizes - rows, dimensions, bits */
      prepare: (...sizes) => peer.ask(`prepare ${sizes.join(' ')}`),
      seconds: () => peer.ask('run'),
      stop: peer.stop,
    }
  );
}
