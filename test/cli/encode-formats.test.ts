import { closeSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { npy, pack } from '../support/make-files.ts';
import { expectRefused, hashplane, scratchFolder } from './program.ts';

const folder = scratchFolder();
const fixtures = new URL('../fixtures/files/', import.meta.url).pathname;

async function codesOf(file: string, ...options: string[]): Promise<Buffer> {
  const args = ['encode', file, '--bits', '128', '--out', 'codes.npy', ...options];
  const { code, stderr, stdout } = await hashplane(args, { cwd: folder });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Wrote codes\.npy: 7 codes of 128 bits/);
  return readFileSync(join(folder, 'codes.npy'));
}

describe('encode', () => {
  test('gives the same codes for the same vectors in any format', async () => {
    const codes = await codesOf(join(fixtures, 'npy-f4.npy'));
    for (const name of ['tiny.fvecs', 'pair.npz', 'pair-snappy.parquet', 'v73.mat']) {
      expect(await codesOf(join(fixtures, name))).toEqual(codes);
    }
  });

  test('reads text without counting its rows first, and with', async () => {
    const name = join(fixtures, 'table.csv');
    const [centred, plain] = [await codesOf(name), await codesOf(name, '--no-centre')];
    expect(centred.length).toBe(plain.length);
    expect(centred).not.toEqual(plain);
  });

  test('refuses a damaged file and keeps the old codes', async () => {
    writeFileSync(join(folder, 'bad.csv'), `a,b\n${'1,2\n'.repeat(300_000)}1,x\n`);
    writeFileSync(join(folder, 'kept.npy'), npy([1], [1]));
    const args = ['encode', 'bad.csv', '--no-centre', '--out', 'kept.npy'];
    expectRefused(await hashplane(args, { cwd: folder }), 1, /bad\.csv: line 300002: column "b"/);
    expect(new Uint8Array(readFileSync(join(folder, 'kept.npy')))).toEqual(npy([1], [1]));
  });
});

/** Prints the most memory that the process took, in KiB, when it ends. */
const MEASURED = [
  '--import',
  'data:text/javascript,process.on("exit",()=>process._rawDebug("peak",process.resourceUsage().maxRSS))',
];

/** Writes `block` over and over. */
function writeBlocks(name: string, block: Uint8Array, times: number): void {
  const file = openSync(join(folder, name), 'w');
  for (let i = 0; i < times; i++) writeSync(file, block);
  closeSync(file);
}

describe('memory does not grow with the file', () => {
  const dimensions = 127;
  const row = Float32Array.from({ length: dimensions }, (_, i) => Math.sin(i * i));
  const record = Buffer.concat([pack([dimensions], 'u4', true), Buffer.from(row.buffer)]);
  const text = Buffer.from(`${[...row].map((x) => x.toFixed(4)).join(',')}\n`);
  const line = Buffer.from(`{"label": 3, "embedding": [${text.toString().trim()}]}\n`);

  // MiB: 244 of numbers; 36 of text, which would take several times that if it was read whole.
  test.each([
    ['large.fvecs', Buffer.concat(Array(2000).fill(record)), 250],
    ['large.csv', Buffer.concat(Array(1000).fill(text)), 40],
    ['large.jsonl', Buffer.concat(Array(1000).fill(line)), 40],
  ])('%s', async (name, block, times) => {
    writeBlocks(name, block, times);
    const node = [...MEASURED, '--max-old-space-size=64'];
    const args = ['encode', name, '--bits', '16', '--out', 'codes.npy'];
    const { code, stderr } = await hashplane(args, { cwd: folder, node });
    rmSync(join(folder, name));
    expect(stderr).toMatch(/^peak \d+\n$/);
    expect(code).toBe(0);
    const peak = Number(stderr.split(' ')[1]) / 1024;
    expect(peak).toBeLessThan(200);
  });
});
