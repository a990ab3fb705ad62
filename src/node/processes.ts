import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';

/** A short name for this machine: its processes have the same numbers as those of others. */
export function machineName(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 6);
}

/** Whether there is a process of this number on this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is one, of another user.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/**
 * When a process began, as a text that is no other's: numbers of processes are given again, after a
 * restart of the machine above all. Null where the system does not tell.
 */
export async function processStart(pid: number): Promise<string | null> {
  try {
    const [boot, about] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    // The name of the program may hold spaces and parentheses; the start is the 20th field after it.
    const fields = about.slice(about.lastIndexOf(')') + 2).split(' ');
    return `${boot.trim()} ${fields[19]}`;
  } catch {
    return null;
  }
}
