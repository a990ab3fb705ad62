import { spawnSync } from 'node:child_process';

/** Runs a script of Node's; what it prints goes to stderr. Throws if it fails. */
export function runNode(...args) {
  const { status, signal, error } = spawnSync(process.execPath, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    throw new Error(`${args[0]}: ${error?.message ?? signal ?? `exit code ${status}`}`);
  }
}
