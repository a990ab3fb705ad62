import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect } from 'vitest';

// Runs the built program as people do: `npm test` builds it first.

export const CLI = resolve(import.meta.dirname, '../../build/cli.js');
if (!existsSync(CLI)) {
  throw new Error('build/cli.js is missing: run `npm run build`, or the tests by `npm test`');
}

/** What a run left. */
export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Options of node itself. */
  readonly node?: readonly string[];
  /** Called with the process once it runs. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void | Promise<void>;
}

/** The environment without what would change colours. */
function cleanEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { NO_COLOR, FORCE_COLOR, HASHPLANE_DEBUG, NODE_OPTIONS, ...rest } = process.env;
  return { ...rest, ...extra };
}

/** Runs `hashplane` with these arguments to its end. */
export function hashplane(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [...(options.node ?? []), CLI, ...args], {
    cwd: options.cwd,
    env: cleanEnvironment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => done({ code, signal, ...text }));
    const started = options.onStart?.((signal) => child.kill(signal));
    started?.catch(fail);
  });
}

/**
 * Runs a line of the shell, in which "$HASHPLANE" is the program.
 *
 * @param before - a command that the shell is run by.
 */
export function shell(line: string, cwd: string, before: readonly string[] = []): Outcome {
  const HASHPLANE = `"${process.execPath}" "${CLI}"`;
  const script = line.replaceAll('$HASHPLANE', HASHPLANE);
  const env = cleanEnvironment({ SHELL: '/bin/sh', TERM: 'xterm' });
  const [command, ...args] = [...before, 'sh', '-c', script];
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
  });
  if (error) throw error;
  return { code: status, signal, stdout, stderr };
}

/** Whether `command` is installed. */
export function has(command: string): boolean {
  return spawnSync(command, ['--version']).status === 0;
}

/** A folder of the tests' own, which is gone after them. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hashplane-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Fails unless the run printed one line that matches, on stderr, and nothing else. */
export function expectRefused(outcome: Outcome, code: number, message: RegExp): void {
  expect(outcome.stderr).toMatch(/^hashplane: [^\n]+\n$/);
  expect(outcome.stderr).toMatch(message);
  expect(outcome.stderr).not.toMatch(/\bat .*:\d+:\d+|unexpected fault|node:internal/);
  expect(outcome.stdout).toBe('');
  expect(outcome).toMatchObject({ code, signal: null });
}

/** The object that `--json` printed; fails if there is anything else. */
export function jsonOf(outcome: Outcome): unknown {
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  expect(outcome.stdout).toMatch(/^\{[^\n]*\}\n$/);
  return JSON.parse(outcome.stdout);
}
