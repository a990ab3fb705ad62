import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileError } from '../../../../src/core/errors.ts';
import { holdPlace } from '../../../../src/sql/adapters/places.ts';

let parent: string;
let folder: string;
let lock: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'hashplane-places-'));
  folder = join(parent, 'photos');
  lock = `${folder}.lock`;
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** Leaves a lock of another process. */
function locked(holder: object): void {
  writeFileSync(lock, JSON.stringify({ host: hostname(), start: null, token: 'other', ...holder }));
}

/** The number of a process that is no more. */
function gonePid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  return new Promise((done) => child.once('exit', () => done(child.pid as number)));
}

describe('the place of a database', () => {
  test('is taken by a file with the number of this process, and given back', async () => {
    const held = await holdPlace(folder);
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid });
    await expect(holdPlace(folder)).rejects.toThrow(FileError);
    await held?.release();
    expect(existsSync(lock)).toBe(false);
    await (await holdPlace(`file://${folder}`))?.release();
  });

  test('of a process that is there is refused with its number', async () => {
    locked({ pid: process.ppid });
    await expect(holdPlace(folder)).rejects.toThrow(
      `${folder} is open in process ${process.ppid}: a second opening would lose rows; close it there first`,
    );
    expect(existsSync(lock)).toBe(true);
  });

  test('of another machine is refused with its name', async () => {
    locked({ pid: 1, host: 'elsewhere' });
    await expect(holdPlace(folder)).rejects.toThrow(/open in process 1 on elsewhere: .*remove/);
  });

  test('of a process that is gone is taken over', async () => {
    locked({ pid: await gonePid() });
    const held = await holdPlace(folder);
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid });
    await held?.release();
  });

  test.runIf(existsSync('/proc/self/stat'))(
    'of a process whose number another has now is taken over',
    async () => {
      locked({ pid: process.ppid, start: 'long ago' });
      await (await holdPlace(folder))?.release();
      expect(existsSync(lock)).toBe(false);
    },
  );

  test('is the same under another name', async () => {
    symlinkSync(parent, join(parent, 'link'));
    const held = await holdPlace(folder);
    await expect(holdPlace(join(parent, 'link', 'photos'))).rejects.toThrow(/open already/);
    await held?.release();
  });

  test('may be taken again for the same database, and for the next once that is closed', async () => {
    const first = { closed: false };
    const held = await holdPlace(folder, first);
    expect(await holdPlace(folder, first)).toBe(held);
    await expect(holdPlace(folder, { closed: false })).rejects.toThrow(/open already/);
    first.closed = true;
    const next = await holdPlace(folder, { closed: false });
    // It is no longer its own to give back.
    await held?.release();
    expect(existsSync(lock)).toBe(true);
    await next?.release();
    expect(existsSync(lock)).toBe(false);
  });

  test('of two that ask at once only one is given it', async () => {
    const asked = await Promise.allSettled([holdPlace(folder), holdPlace(folder)]);
    expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    for (const each of asked) if (each.status === 'fulfilled') await each.value?.release();
  });

  test.each([undefined, '', 'memory://', 'memory://name'])(
    'is none in memory: %s',
    async (place) => {
      expect(await holdPlace(place)).toBeNull();
    },
  );

  test('whose parent is a file is an error of one line', async () => {
    writeFileSync(folder, '');
    await expect(holdPlace(join(folder, 'below', 'x'))).rejects.toThrow(FileError);
  });
});
