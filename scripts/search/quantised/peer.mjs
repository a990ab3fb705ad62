// faiss in a process of its own, which sleeps while others are timed. `PYTHON` names a Python that has it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('faiss-peer.py', import.meta.url));
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** Starts faiss; null, and a line that says why, where it can't be had. */
export async function startFaiss() {
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...environment } = process.env;
  const command = process.env.PYTHON || 'python3';
  const child = spawn(command, [PROGRAM], {
    env: { ...environment, ...ONE_THREAD },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const folder = mkdtempSync(join(tmpdir(), 'hashplane-faiss-'));

  async function ask(message) {
    child.stdin.write(`${JSON.stringify(message)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${command} has ended`);
    const reply = JSON.parse(value);
    if (reply.error) throw new Error(reply.error);
    return reply;
  }

  function stop() {
    child.stdin.end();
    rmSync(folder, { recursive: true, force: true });
  }

  try {
    const { version } = await ask({});
    return { version, ask, give, stop };
  } catch {
    stop();
    console.log(`faiss is left out: ${command} has no module faiss (set PYTHON)`);
    return null;
  }

  /** Hands vectors over by name. */
  async function give(name, { data, rows, cols }) {
    const file = join(folder, `${name}.f32`);
    writeFileSync(file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    await ask({ vectors: name, file, shape: [rows, cols] });
    rmSync(file);
  }
}

/** CPU milliseconds of this process, whatever else the machine does. */
export function cpuMillis() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds of each of several runs. */
export function timesOf(run, runs) {
  return Array.from({ length: runs }, (_, i) => {
    const start = cpuMillis();
    run(i);
    return cpuMillis() - start;
  });
}

export function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
