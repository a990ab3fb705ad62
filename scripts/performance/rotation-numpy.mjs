// Random hyperplanes in numpy, on one thread: a float32 product, signs, packed bits.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

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
  const command = process.env.PYTHON || 'python3';
  const { OPENBLAS_CORETYPE: _core, OPENBLAS_L2_SIZE: _size, ...env } = process.env;
  const child = spawn(command, ['-c', PROGRAM], {
    env: { ...env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const answers = lines[Symbol.asyncIterator]();
  const ended = once(child, 'close').then(
    () => ({ done: true, value: undefined }),
    () => ({ done: true, value: undefined }),
  );
  /** @param {string} request */
  const ask = async (request) => {
    child.stdin.write(`${request}\n`);
    const { done, value } = await Promise.race([answers.next(), ended]);
    if (done) throw new Error(`${command} with numpy can't be run`);
    return Number(value);
  };
  child.stdin.on('error', () => {});
  try {
    await ask('prepare 1000 8 8');
  } catch (error) {
    process.stderr.write(`without numpy: ${error.message}\n`);
    return null;
  }
  return {
    /** @param {number[]} sizes - rows, dimensions, bits */
    prepare: (...sizes) => ask(`prepare ${sizes.join(' ')}`),
    seconds: () => ask('run'),
    stop: () => child.stdin.end(),
  };
}
