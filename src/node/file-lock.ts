import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FileError } from '../core/errors.ts';
import { isAlive, processStart } from './processes.ts';
import { writing } from './write-file.ts';

/** How long to wait for another writer, which may be done at once. */
const WAIT_MILLIS = 2000;
const POLL_MILLIS = 20;
/** Writing a lock takes no longer: one that is older and not whole was left by a process that died. */
const WRITING_MILLIS = 10_000;

/** Held by whoever writes a file, so that no other does. */
export interface FileLock {
  /** Lets others write. */
  release(): Promise<void>;
}

/** What a lock file says. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** See `processStart`. */
  readonly start: string | null;
  /** Tells this lock from all others. */
  readonly token: string;
}

/**
 * Makes the file `path`.lock, and a folder for it if there is none. A lock of a process of this machine
 * that is no more is passed over; of one of another machine nobody knows.
 *
 * @throws FileError if another writer holds it for longer than a moment.
 */
export async function lockFile(path: string): Promise<FileLock> {
  const lock = `${path}.lock`;
  const token = randomBytes(8).toString('hex');
  const own = { pid: process.pid, host: hostname(), start: await processStart(process.pid), token };
  await writing(path, () => mkdir(dirname(path), { recursive: true }));
  const deadline = performance.now() + WAIT_MILLIS;
  while (!(await made(path, lock, own))) {
    const holder = await holderOf(lock);
    if (holder !== null && (await isGone(holder))) await breakLock(lock, holder.token);
    else if (performance.now() > deadline) throw new FileError(refusal(path, lock, holder));
    else await sleep(POLL_MILLIS);
  }
  return { release: () => release(lock, token) };
}

/** Whether a process that may be alive holds the lock of a file. */
export async function isLocked(path: string): Promise<boolean> {
  const holder = await holderOf(`${path}.lock`);
  return holder !== null && !(await isGone(holder));
}

/** Whether the lock was free. */
async function made(path: string, lock: string, own: Holder): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(lock, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    return writing(path, () => Promise.reject(error));
  }
  try {
    await writing(path, () => file.writeFile(JSON.stringify(own)).finally(() => file.close()));
    return true;
  } catch (error) {
    await rm(lock, { force: true }).catch(() => {});
    throw error;
  }
}

/** Null if the lock is gone, or not written yet. */
async function holderOf(lock: string): Promise<Holder | null> {
  try {
    const text = await readFile(lock, 'utf8');
    const { pid, host, start, token } = Object(parsed(text)) as Partial<Holder>;
    if (typeof pid === 'number' && typeof host === 'string' && typeof token === 'string') {
      return { pid, host, start: start ?? null, token };
    }
    const { mtimeMs } = await stat(lock);
    return Date.now() - mtimeMs > WRITING_MILLIS ? NOBODY : null;
  } catch {
    return null;
  }
}

/** Of a lock whose writing ended before it said whose it is. */
const NOBODY: Holder = { pid: 0, host: '', start: null, token: 'unwritten' };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function isGone(holder: Holder): Promise<boolean> {
  if (holder === NOBODY) return true;
  if (holder.host !== hostname()) return false;
  if (!isAlive(holder.pid)) return true;
  const start = await processStart(holder.pid);
  return start !== null && holder.start !== null && start !== holder.start;
}

/**
 * Removes the lock of a process that is gone. Of those who try only one may: else the slower would
 * remove the new lock of the faster.
 */
async function breakLock(lock: string, token: string): Promise<void> {
  const mark = `${lock}.${token}`;
  try {
    await (await open(mark, 'wx')).close();
  } catch {
    const age = Date.now() - ((await stat(mark).catch(() => null))?.mtimeMs ?? Date.now());
    // Whoever made it died in the midst.
    if (age > WRITING_MILLIS) await rm(mark, { force: true }).catch(() => {});
    await sleep(POLL_MILLIS);
    return;
  }
  try {
    if ((await holderOf(lock))?.token === token) await rm(lock, { force: true });
  } finally {
    await rm(mark, { force: true }).catch(() => {});
  }
}

async function release(lock: string, token: string): Promise<void> {
  if ((await holderOf(lock))?.token === token) await rm(lock, { force: true }).catch(() => {});
}

function refusal(path: string, lock: string, holder: Holder | null): string {
  if (holder === null) return `${path} is written by another process: try again`;
  if (holder.host === hostname()) {
    return `${path} is open for writing in process ${holder.pid}: close it there first`;
  }
  return (
    `${path} is open for writing in process ${holder.pid} on ${holder.host}: close it there, or ` +
    `remove ${lock} if that process is no more`
  );
}
