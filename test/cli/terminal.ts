import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLI, has } from './program.ts';

// Runs the program in a terminal of its own, by util-linux's `script`.

/** What a program in a terminal left. */
export interface TerminalOutcome {
  readonly code: number | null;
  /** What the terminal showed: stderr, and what the terminal echoes. */
  readonly shown: string;
  readonly stdout: string;
}

/** Whether there is `script`; says on stderr that tests of `what` are skipped. */
export function hasTerminal(what: string): boolean {
  if (has('script')) return true;
  process.stderr.write(`skipped: ${what} needs util-linux's script\n`);
  return false;
}

/** When a program is stopped, and how: by keys that are typed, or by a signal of its own. */
export interface Stop {
  /** What the terminal shows by then. */
  readonly when: RegExp;
  readonly by: 'Ctrl-C' | NodeJS.Signals;
}

/** Runs `hashplane` with stderr on a terminal until that shows a text, and stops it. */
export function stoppedOnTerminal(
  args: readonly string[],
  cwd: string,
  { when, by }: Stop,
): Promise<TerminalOutcome> {
  const own = mkdtempSync(join(tmpdir(), 'hashplane-terminal-'));
  const [pid, out] = [join(own, 'pid'), join(own, 'stdout')];
  const words = [process.execPath, CLI, ...args].map((word) => `'${word}'`).join(' ');
  const line = `echo $$ > '${pid}'; exec ${words} > '${out}'`;
  const { NO_COLOR, FORCE_COLOR, HASHPLANE_DEBUG, NODE_OPTIONS, ...rest } = process.env;
  const child = spawn('script', ['-qec', line, '/dev/null'], {
    cwd,
    env: { ...rest, SHELL: '/bin/sh', TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  let isStopped = false;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    shown += chunk;
    if (isStopped || !when.test(shown)) return;
    isStopped = true;
    if (by === 'Ctrl-C') child.stdin.write('\u0003');
    else process.kill(Number(readFileSync(pid, 'utf8')), by);
  });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => {
      const stdout = readFileSync(out, 'utf8');
      rmSync(own, { recursive: true });
      done({ code, shown, stdout });
    });
  });
}
