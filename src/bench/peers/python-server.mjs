// The process of native.py: a line of JSON goes in, one comes out.
import { spawn } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { npyHeader } from '../../data/numpy/npy.ts';
import { NATIVE } from './environment.mjs';

const ONE_THREAD = Object.fromEntries(
  ['OMP', 'OPENBLAS', 'MKL', 'NUMEXPR'].map((name) => [`${name}_NUM_THREADS`, '1']),
);

export class PythonServer {
  #child;
  #lines;
  /** @type {Error | null} */
  #fault = null;

  constructor(command) {
    this.#child = spawn(command, [NATIVE], {
      env: { ...process.env, ...ONE_THREAD },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.on('error', (error) => {
      this.#fault = error;
    });
    this.#child.stdin.on('error', () => {});
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async ask(message) {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw this.#fault ?? new Error('the process ended');
    const answer = JSON.parse(value);
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  async stop() {
    this.#child.stdin.end();
    if (this.#fault || this.#child.exitCode !== null) return;
    await new Promise((done) => {
      this.#child.once('close', done);
      this.#child.once('error', done);
    });
  }
}

/** Writes an array as a .npy file, by parts: one call takes less than 2 GiB. */
export function writeArray(file, { data, shape, type }) {
  const values = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const to = openSync(file, 'w');
  try {
    writeSync(to, npyHeader(type, shape));
    for (let at = 0; at < values.length; ) {
      at += writeSync(to, values, at, Math.min(2 ** 28, values.length - at));
    }
  } finally {
    closeSync(to);
  }
}
