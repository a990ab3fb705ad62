import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileError } from '../../../src/core/errors.ts';
import { temporaryName } from '../../../src/node/temporary-files.ts';
import {
  checkWritableFile,
  writeFileAtomic,
  writeStreamAtomic,
} from '../../../src/node/write-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hashplane-write-'));
  file = join(folder, 'codes.npy');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const text = (path: string) => readFileSync(path, 'utf8');
/** A number that no process has: the largest there can be, and more. */
const NOBODY = 2 ** 30;

describe('a file that is written piece by piece', () => {
  test('appears when it is complete', async () => {
    writeFileSync(file, 'old');
    await writeStreamAtomic(file, async (write) => {
      await write('first ');
      expect(text(file)).toBe('old');
      expect(readdirSync(folder)).toHaveLength(2);
      await write(new TextEncoder().encode('second'));
    });
    expect(text(file)).toBe('first second');
    expect(readdirSync(folder)).toEqual(['codes.npy']);
  });

  test('can have its beginning written last', async () => {
    await writeStreamAtomic(file, async (write, writeHead) => {
      await write('???? rows');
      await write(', more');
      await writeHead(new TextEncoder().encode('1234'));
      await write(' and more');
    });
    expect(text(file)).toBe('1234 rows, more and more');
  });

  test('leaves the old one and nothing else where its making fails', async () => {
    writeFileSync(file, 'old');
    const fault = new Error('no more data');
    const write = writeStreamAtomic(file, async (append) => {
      await append('new');
      throw fault;
    });
    await expect(write).rejects.toBe(fault);
    expect(text(file)).toBe('old');
    expect(readdirSync(folder)).toEqual(['codes.npy']);
  });

  test('never meets another that is written to the same place', async () => {
    const written = Array.from({ length: 20 }, (_, i) => String(i).repeat(50_000));
    await Promise.all(written.map((data) => writeFileAtomic(file, data)));
    expect(written).toContain(text(file));
    expect(readdirSync(folder)).toEqual(['codes.npy']);
  });
});

describe('what a process that was killed left behind', () => {
  const left = (name: string, pid: number) => {
    const path = join(folder, temporaryName(name).replace(`.${process.pid}.`, `.${pid}.`));
    writeFileSync(path, 'half');
    return path;
  };

  test('is removed by the next that writes the file', async () => {
    left('codes.npy', NOBODY);
    left('codes.npy', NOBODY);
    await writeFileAtomic(file, 'new');
    expect(readdirSync(folder)).toEqual(['codes.npy']);
  });

  test('stays if the process lives, the file is another or it is none of ours', async () => {
    const kept = [
      left('codes.npy', process.ppid),
      left('other.npy', NOBODY),
      left('codes', NOBODY),
      left('codes.npy', NOBODY).replace('.tmp', '.txt'),
      join(folder, '.codes.npy.tmp'),
    ];
    for (const path of kept) writeFileSync(path, 'kept');
    await writeFileAtomic(file, 'new');
    expect(readdirSync(folder).map((name) => join(folder, name))).toEqual(
      expect.arrayContaining([...kept, file]),
    );
  });
});

describe('in the place of', () => {
  test('a name as long as can be', async () => {
    const path = join(folder, `${'ü'.repeat(125)}.npy`);
    await writeFileAtomic(path, 'new');
    expect(text(path)).toBe('new');
  });

  const posix = test.skipIf(process.platform === 'win32');
  posix('a symbolic link, the file that it names is replaced', async () => {
    mkdirSync(join(folder, 'elsewhere'));
    const target = join(folder, 'elsewhere/true.npy');
    writeFileSync(target, 'old');
    symlinkSync('elsewhere/true.npy', file);
    await writeFileAtomic(file, 'new');
    expect(readlinkSync(file)).toBe('elsewhere/true.npy');
    expect(text(target)).toBe('new');
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['true.npy']);
  });

  posix('a private file, the new one is as private', async () => {
    writeFileSync(file, 'old');
    for (const mode of [0o600, 0o666]) {
      chmodSync(file, mode);
      await writeFileAtomic(file, 'new');
      expect(statSync(file).mode & 0o777).toBe(mode);
    }
  });

  posix.each(['/dev/null', '/dev/stdout'])('%s, nothing is put', async (device) => {
    const before = statSync(device, { throwIfNoEntry: false })?.isFile();
    // Under a test runner the standard output may be a file.
    if (before) return;
    await expect(writeFileAtomic(device, 'new')).rejects.toThrow(/no file but a device or a pipe/);
    await expect(checkWritableFile(device)).rejects.toThrow(FileError);
    expect(statSync(device, { throwIfNoEntry: false })?.isFile()).not.toBe(true);
  });

  test('a folder, nothing is put', async () => {
    mkdirSync(file);
    await expect(writeFileAtomic(file, 'new')).rejects.toThrow(/codes\.npy: it is a folder/);
    await expect(checkWritableFile(file)).rejects.toThrow(/codes\.npy: it is a folder/);
    expect(readdirSync(folder)).toEqual(['codes.npy']);
  });
});
