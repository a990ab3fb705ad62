import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { Matrix } from '../../src/core/matrix.ts';

// The folder is told by the environment, as run.mjs tells it.
const folder = mkdtempSync(join(tmpdir(), 'hashplane-graphs-'));
process.env.HASHPLANE_PEERS = folder;
process.env.HASHPLANE_NATIVE = 'unused';
const { graphOf } = await import('../../src/bench/peers/kept-graphs.mjs');
const graphs = join(folder, 'graphs');

/** A library whose graph is a number of rows. */
function libraryOf(version = '1.0.0') {
  const calls: string[] = [];
  return {
    calls,
    name: 'fake',
    version,
    build({ rows }: Matrix) {
      calls.push('build');
      return rows;
    },
    save: (index: number, file: string) => writeFileSync(file, String(index)),
    load(file: string) {
      calls.push('load');
      return Number(readFileSync(file, 'utf8'));
    },
    searches: (_file: string, index: number) => ({
      at: () => () => [index],
      queryOf: (row: Float32Array) => row,
    }),
  };
}

const points = new Matrix(Float32Array.of(1, 2, 3, 4, 5, 6), 3, 2);
const problem = { name: 'a set n=3 d=2', points };
const options = { rebuild: false, keptOnly: false, say: () => {} };
const answerOf = (graph: ReturnType<typeof graphOf>) => graph?.searches().at(1, 1)(null)[0];

beforeEach(() => rmSync(graphs, { recursive: true, force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a graph is built once, and what building it took is kept with it', () => {
  const library = libraryOf();
  const built = graphOf(problem, library, options);
  const kept = graphOf(problem, library, options);
  expect([answerOf(built), answerOf(kept)]).toEqual([3, 3]);
  expect(library.calls).toEqual(['build', 'load']);
  expect(kept?.buildSeconds).toBe(built?.buildSeconds);
  expect(kept?.memoryBytes).toBe(built?.memoryBytes);
});

test('other values, or another version of the library, are another graph', () => {
  const other = { ...problem, points: new Matrix(Float32Array.of(1, 2, 3, 4, 5, 7), 3, 2) };
  const library = libraryOf();
  graphOf(problem, library, options);
  graphOf(other, library, options);
  graphOf(problem, libraryOf('1.0.1'), options);
  expect(library.calls).toEqual(['build', 'build']);
  expect(readdirSync(graphs)).toHaveLength(6);
});

test('a graph whose record is missing is not whole: it is built again', () => {
  const library = libraryOf();
  graphOf(problem, library, options);
  const record = readdirSync(graphs).find((name) => name.endsWith('.json')) as string;
  rmSync(join(graphs, record));
  graphOf(problem, library, options);
  expect(library.calls).toEqual(['build', 'build']);
  expect(existsSync(join(graphs, record))).toBe(true);
});

test('`rebuild` builds a graph that is kept, and `keptOnly` none that is not', () => {
  const library = libraryOf();
  expect(graphOf(problem, library, { ...options, keptOnly: true })).toBeNull();
  graphOf(problem, library, options);
  graphOf(problem, library, { ...options, rebuild: true });
  expect(library.calls).toEqual(['build', 'build']);
});
