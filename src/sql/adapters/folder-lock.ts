import { FileError } from '../../core/errors.ts';
import type { NodeModules } from './node-modules.ts';

/** How long to wait for one who is about to close. */
const WAIT_MILLIS = 2000;
const POLL_MILLIS = 50;
/** Writing a lock takes no longer: one that is older and not whole was left by a process that died. */
const WRITING_MILLIS = 10_000;

/** What a lock file says. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, where the system tells: numbers of processes are given again. */
  readonly start: string | null;
  /** Tells this lock from all others. */
  readonly token: string;
}

/** Of a lock whose writing ended before it said whose it is. */
const NOBODY: Holder = { pid: 0, host: '', start: null, token: 'unwritten' };

/** Where a folder really is, also before it is made; the folder above it is. */
export function realFolder({ fs, path }: NodeModules, folder: string): string {
  const whole = path.resolve(folder);
  try {
    return fs.realpathSync(whole);
  } catch {
    const parent = path.dirname(whole);
    try {
      fs.mkdirSync(parent, { recursive: true });
      return path.join(fs.realpathSync(parent), path.basename(whole));
    } catch (error) {
      throw new FileError(`can't make the folder ${parent}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
}

/**
 * Makes the file `folder`.lock with the number of this process. It lies beside the folder, which must be
 * empty before a database is made in it. A lock of a process of this machine that is no more is passed over.
 *
 * @param folder - what `realFolder` gives.
 * @returns what removes it.
 * @throws FileError if another process holds it for longer than a moment.
 */
export async function lockFolder(node: NodeModules, folder: string): Promise<() => void> {
  const lock = `${folder}.lock`;
  const { pid } = node.process;
  const token = `${pid}-${Math.random().toString(36).slice(2)}`;
  const own = { pid, host: node.os.hostname(), start: processStart(node, pid), token };
  const deadline = performance.now() + WAIT_MILLIS;
  while (!made(node, lock, own)) {
    const holder = holderOf(node, lock);
    if (holder !== null && isGone(node, holder)) breakLock(node, lock, holder.token);
    else if (performance.now() > deadline) {
      throw new FileError(refusal(node, folder, lock, holder));
    }
    await new Promise((done) => setTimeout(done, POLL_MILLIS));
  }
  return () => {
    if (holderOf(node, lock)?.token === token) node.fs.rmSync(lock, { force: true });
  };
}

/** Whether the lock was free. */
function made({ fs }: NodeModules, lock: string, own: Holder): boolean {
  let file: number;
  try {
    file = fs.openSync(lock, 'wx');
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    if (code === 'EEXIST') return false;
    throw new FileError(`can't lock the folder of a database: ${message}`, { cause: error });
  }
  try {
    fs.writeSync(file, JSON.stringify(own));
  } finally {
    fs.closeSync(file);
  }
  return true;
}

/** Null if the lock is gone, or not written yet. */
function holderOf({ fs }: NodeModules, lock: string): Holder | null {
  let text: string;
  try {
    text = fs.readFileSync(lock, 'utf8');
  } catch {
    return null;
  }
  try {
    const { pid, host, start, token } = JSON.parse(text) as Holder;
    if (typeof token === 'string') return { pid, host, start, token };
  } catch {
    // It may be in the midst of writing.
  }
  return ageOf(fs, lock) > WRITING_MILLIS ? NOBODY : null;
}

function isGone(node: NodeModules, holder: Holder): boolean {
  if (holder === NOBODY) return true;
  if (holder.host !== node.os.hostname()) return false;
  try {
    node.process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: there is one, of another user.
    if ((error as { code?: unknown }).code === 'ESRCH') return true;
  }
  const start = processStart(node, holder.pid);
  return start !== null && holder.start !== null && start !== holder.start;
}

/**
 * Removes the lock of a process that is gone. Of those who try only one may: else the slower would remove
 * the new lock of the faster.
 */
function breakLock(node: NodeModules, lock: string, token: string): void {
  const { fs } = node;
  const mark = `${lock}.${token}`;
  try {
    fs.closeSync(fs.openSync(mark, 'wx'));
  } catch {
    // Whoever made it died in the midst.
    if (ageOf(fs, mark) > WRITING_MILLIS) fs.rmSync(mark, { force: true });
    return;
  }
  try {
    if (holderOf(node, lock)?.token === token) fs.rmSync(lock, { force: true });
  } finally {
    fs.rmSync(mark, { force: true });
  }
}

function ageOf(fs: NodeModules['fs'], file: string): number {
  try {
    return Date.now() - fs.statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

/** When a process began; null where the system does not tell. */
function processStart({ fs }: NodeModules, pid: number): string | null {
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const about = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program may hold spaces and parentheses; the start is the 20th field after it.
    return `${boot} ${about.slice(about.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return null;
  }
}

function refusal(
  { os, process }: NodeModules,
  folder: string,
  lock: string,
  holder: Holder | null,
): string {
  if (holder === null) return `${folder} is being opened by another process: try again`;
  if (holder.host !== os.hostname()) {
    return (
      `${folder} is open in process ${holder.pid} on ${holder.host}: close it there, or remove ` +
      `${lock} if that process is no more`
    );
  }
  const where = holder.pid === process.pid ? 'this process' : `process ${holder.pid}`;
  return `${folder} is open in ${where}: a second opening would lose rows; close it there first`;
}
