// A Python program on one thread in a process of its own, which answers each line with a number.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/**
 * Starts it with the interpreter that PYTHON names, or python3.
 *
 * @param {string} name - of the package that the program needs
 * @param {string} program - reads requests from stdin
 * @param {string} first - a small request, which tells whether it runs
 * @param {NodeJS.ProcessEnv} [env] - in the place of this process's own
 * @returns null, and a line on stderr that says why, where it does not run
 */
export async function startPythonPeer(name, program, first, env = process.env) {
  const command = process.env.PYTHON || 'python3';
  const child = spawn(command, ['-c', program], {
    env: { ...env, ...ONE_THREAD },
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
    if (done) throw new Error(`${command} with ${name} can't be run`);
    return Number(value);
  };
  child.stdin.on('error', () => {});
  try {
    await ask(first);
  } catch (error) {
    process.stderr.write(`without ${name}: ${error.message}\n`);
    return null;
  }
  return { ask, stop: () => child.stdin.end() };
}
