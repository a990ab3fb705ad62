import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codesExpected } from '../support/codes-expected.ts';
import { fixture, npy } from '../support/make-files.ts';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';

const folder = scratchFolder();
const FILES = ['codes.faiss', 'codes-ivf.faiss', 'codes-binary.npy', 'codes-ubinary.npy'];
for (const name of FILES) writeFileSync(join(folder, name), fixture(name));
writeFileSync(join(folder, 'narrow.npy'), npy([1, 2], [2, 1], { type: 'u1' }));
writeFileSync(join(folder, 'floats.npy'), npy([0.5, 2], [2, 1], { type: 'f4' }));
const search = (...args: string[]) => hashplane(['search', ...args], { cwd: folder });

interface Found {
  readonly metric: string;
  readonly bits: number;
  readonly results: { neighbours: { id: number; distance: number }[]; candidates: number }[];
}

const PACKBITS = ['--bit-order', 'packbits'];

describe('hashplane search --codes', () => {
  test.each([
    ['a faiss index', ['--codes', 'codes.faiss']],
    ['ubinary', ['--codes', 'codes-ubinary.npy', ...PACKBITS]],
    ['binary', ['--codes', 'codes-binary.npy', ...PACKBITS, '--codes-offset', '128']],
    [
      'ubinary for a faiss index',
      ['--codes', 'codes.faiss', '--queries', 'codes-ubinary.npy', ...PACKBITS],
    ],
  ])('finds in %s what numpy finds', async (_, args) => {
    const { metric, bits, results } = jsonOf(await search(...args, '--k', '5', '--json')) as Found;
    expect([metric, bits]).toEqual(['hamming', 64]);
    const idsOf = ({ neighbours }: Found['results'][0]) => neighbours.map(({ id }) => id);
    expect(results.map(idsOf)).toEqual(codesExpected.rows);
    const distances = results.map(({ neighbours }) => neighbours.map(({ distance }) => distance));
    expect(distances).toEqual(codesExpected.distances);
  });

  test('finds only what lies within a radius, the nearest k of it', async () => {
    const args = ['--codes', 'codes.faiss', '--radius', '24', '--k', '3', '--json'];
    const { results } = jsonOf(await search(...args)) as Found;
    const expected = codesExpected.distances.map((row) =>
      row.filter((distance) => distance <= 24).slice(0, 3),
    );
    expect(results.map(({ neighbours }) => neighbours.map(({ distance }) => distance))).toEqual(
      expected,
    );
    expect(new Set(expected.map(({ length }) => length)).size).toBeGreaterThan(1);
  });

  test('prints a table with whole distances', async () => {
    const { stdout } = await search('--codes', 'codes.faiss', '--k', '2');
    expect(stdout).toMatch(/^query +rank +id +hamming distance\n.*\n0 +1 +0 +0\n +2 +\d+ +\d+\n1 /);
    expect(stdout).toMatch(/\n40 queries, 40 codes, \S+ ms a query/);
  });

  test.each<[string, string[], RegExp, number]>([
    ['neither an index nor codes', ['--queries', 'x.npy'], /give an index or --codes/, 2],
    ['both', ['a.index', '--codes', 'codes.faiss'], /one of both/, 2],
    ['an index without queries', ['a.index'], /--queries is missing/, 2],
    [
      '--probes with codes',
      ['--codes', 'codes.faiss', '--probes', '2'],
      /--probes is for .* an index/,
      2,
    ],
    [
      '--bit-order with an index',
      ['a.index', '--queries', 'x.npy', ...PACKBITS],
      /--bit-order is for searching --codes/,
      2,
    ],
    ['another offset', ['--codes', 'codes.faiss', '--codes-offset', '127'], /must be 0 or 128/, 2],
    ['a radius beyond the bits', ['--codes', 'codes.faiss', '--radius', '65'], /from 0 to 64/, 2],
    [
      'queries of another width',
      ['--codes', 'codes.faiss', '--queries', 'narrow.npy'],
      /64 bits, but narrow.npy of 8/,
      1,
    ],
    ['vectors', ['--codes', 'floats.npy'], /floats.npy: .*must be packed codes, .* holds 0.5/, 1],
    ['another faiss index', ['--codes', 'codes-ivf.faiss'], /codes-ivf.faiss: .*IBwF/, 1],
  ])('refuses %s with one line', async (_, args, message, code) => {
    expectRefused(await search(...args), code, message);
  });
});
