import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FileError } from '../../core/errors.ts';
import { describeSystemError } from '../system-error.ts';
import { sha256Of, sizeOf } from './check-file.ts';
import { NetworkError, receive } from './receive.ts';

/** A file to download. */
export interface Download {
  /** Where it is published; the next is tried where one fails for good. */
  readonly urls: readonly string[];
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  /** Called with the bytes that are there. */
  readonly onProgress?: (bytes: number) => void;
  /** Aborting rejects the promise with the signal's reason; what has arrived is kept. */
  readonly signal?: AbortSignal;
}

/** Attempts at each address; each goes on where the last one ended. */
const ATTEMPTS = 4;
const PAUSE_MILLIS = 300;

/**
 * Downloads a file and checks its SHA-256. What has arrived is kept beside it as `.part`: the next
 * attempt, or the next call, goes on from there. The file itself appears only when it is whole and
 * right.
 *
 * @returns whether it was there already.
 * @throws FileError that says what failed; a file whose checksum is wrong is not kept.
 */
export async function download(job: Download): Promise<'present' | 'downloaded'> {
  const { path, size, sha256, urls } = job;
  if ((await sizeOf(path)) === size && (await sha256Of(path)) === sha256) return 'present';
  const part = partOf(path);
  await writing(path, () => mkdir(dirname(path), { recursive: true }));
  let reason = 'no address';
  for (const url of urls) {
    const fault = await fetchWhole(url, part, job);
    if (fault === null) {
      await writing(path, () => rename(part, path));
      return 'downloaded';
    }
    reason = fault;
  }
  throw new FileError(`can't download ${urls[urls.length - 1]}: ${reason}`);
}

/** Where a file is kept while it is not whole. */
export function partOf(path: string): string {
  return `${path}.part`;
}

/** Fetches until `part` is whole and right; says what went wrong if that fails. */
async function fetchWhole(url: string, part: string, job: Download): Promise<string | null> {
  let reason = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await sleep(PAUSE_MILLIS * attempt);
    job.signal?.throwIfAborted();
    try {
      await fetchRest(url, part, job);
    } catch (error) {
      job.signal?.throwIfAborted();
      if (!(error instanceof NetworkError)) throw error;
      reason = error.message;
      if (error.isFinal) return reason;
      continue;
    }
    if ((await sha256Of(part)) === job.sha256) return null;
    // What is wrong with it can't be told: it is of no use for going on.
    await rm(part, { force: true });
    return 'its SHA-256 is wrong: what arrived is another file, and was deleted';
  }
  const kept =
    (await sizeOf(part)) > 0 ? '; what has arrived is kept, and the next call goes on' : '';
  return `${reason}, after ${ATTEMPTS} attempts${kept}`;
}

async function fetchRest(url: string, part: string, job: Download): Promise<void> {
  const { size, onProgress, signal } = job;
  const present = await sizeOf(part);
  if (present === size) return;
  const wanted = present < size ? present : 0;
  const { start, body } = await receive(url, wanted, size, signal);
  const file = await writing(part, () => open(part, start === 0 ? 'w' : 'a'));
  let done = start;
  try {
    for await (const chunk of body) {
      await writing(part, () => file.writeFile(chunk));
      done += chunk.length;
      onProgress?.(done);
    }
  } finally {
    await file.close();
  }
  if (done < size) throw new NetworkError(`the connection ended at byte ${done} of ${size}`);
}

async function writing<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    throw new FileError(`can't write ${path}: ${describeSystemError(cause)}`, { cause });
  }
}
