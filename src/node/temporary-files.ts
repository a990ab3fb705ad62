import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, machineName } from './processes.ts';

// Files that are being written have names of this form: hidden, beside the file that they become,
// with the machine, the process and a random part, so that no two writers ever meet in one.
//   .codes.npy.1f3a9c.4711.8b2e60d4.tmp

/** Characters of the file's own name that are kept: names may have 255 bytes in all. */
const KEPT = 40;

/** A fresh name for what will become the file `name`. */
export function temporaryName(name: string): string {
  return `${prefixFor(name)}${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
}

/**
 * Removes what processes of this machine that are no more left of writing `name` in `folder`. Never
 * fails: whoever writes next will try again.
 */
export async function removeStaleTemporaries(folder: string, name: string): Promise<void> {
  const prefix = prefixFor(name);
  const names = await readdir(folder).catch(() => []);
  for (const entry of names) {
    if (!entry.startsWith(prefix)) continue;
    const match = /^(\d+)\.[0-9a-f]{8}\.tmp$/.exec(entry.slice(prefix.length));
    if (match && !isAlive(Number(match[1]))) {
      await rm(join(folder, entry), { force: true }).catch(() => {});
    }
  }
}

/** A folder may be shared by machines, whose processes have the same numbers. */
function prefixFor(name: string): string {
  return `.${[...name].slice(0, KEPT).join('')}.${machineName()}.`;
}
