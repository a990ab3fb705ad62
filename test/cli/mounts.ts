import { spawnSync } from 'node:child_process';
import { type Outcome, shell } from './program.ts';

// File systems that are full or read-only, also for root, who may write anywhere else: mounted in a
// namespace of the script's own, so that they are gone when it ends, whatever happens.

/** As root, or as one who is root within the namespace alone. */
const NAMESPACE = ['unshare', process.getuid?.() === 0 ? '-m' : '-rm'];

/** Whether file systems can be mounted here; says on stderr that tests of `what` are skipped. */
export function canMount(what: string): boolean {
  const [command, ...args] = NAMESPACE;
  const trial = spawnSync(command, [...args, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
  if (trial.status === 0) return true;
  process.stderr.write(`skipped: ${what} needs unshare and the right to mount file systems\n`);
  return false;
}

/** Runs lines of the shell in which folders are mounted: `small`, of 512 KiB, and `fixed`. */
export function inMounts(lines: readonly string[], cwd: string): Outcome {
  const mounts = [
    'set -e',
    'mkdir -p small fixed',
    'mount -t tmpfs -o size=512k tmpfs small',
    // What is in it stays to be seen.
    'mount --bind fixed fixed',
    'mount -o remount,bind,ro fixed',
    'set +e',
  ];
  return shell([...mounts, ...lines].join('\n'), cwd, NAMESPACE);
}
