// Graph indexes (HNSW) from npm. Each is built on one thread and asked one query at a time; `at(ef)`
// gives a search that looks at more of the graph with a larger ef.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { PEERS } from './environment.mjs';

const CONNECTIVITY = 16;
const CONSTRUCTION = 128;
/** Rows that are added between two words on progress. */
const BATCH = 10_000;

/** What a graph is made with: another setting is another graph. */
export const SETTINGS = `m=${CONNECTIVITY}-ef=${CONSTRUCTION}`;

/**
 * A library: `build` makes a graph, `save` writes it, `load` reads it, `searches` asks it.
 *
 * @typedef {import('../../core/matrix.ts').Matrix} Matrix
 *
 * @typedef {object} GraphLibrary
 * @property {(points: Matrix, say: (rows: number) => void) => any} build
 * @property {(index: any, file: string) => void} save
 * @property {(file: string, cols: number) => any} load
 * @property {(file: string, index: any, cols: number) => GraphSearches} searches
 * @property {(points: Matrix, queries: Matrix, k: number) => (q: number) => number[]} [exact] a search
 *   without a graph
 *
 * @typedef {object} GraphSearches
 * @property {(ef: number, k: number) => (query: any) => ArrayLike<number | bigint>} at
 * @property {(row: Float32Array) => any} queryOf what it takes as a query: made before the clock runs
 */

/** @type {Readonly<Record<string, (module: any) => GraphLibrary>>} */
const LIBRARIES = { 'hnswlib-node': hnswlib, usearch };

/** The libraries that are installed, with name and version, and why others are not. */
export function graphLibraries() {
  const require = createRequire(resolve(PEERS, 'package.json'));
  const libraries = [];
  const missing = [];
  for (const [name, libraryOf] of Object.entries(LIBRARIES)) {
    try {
      const manifest = readFileSync(join(PEERS, 'node_modules', name, 'package.json'), 'utf8');
      const { version } = JSON.parse(manifest);
      libraries.push({ name, version, ...libraryOf(require(name)) });
    } catch (error) {
      missing.push({ peer: name, reason: error.message.split('\n', 1)[0] });
    }
  }
  return { libraries, missing };
}

/** Its ef is fixed when an index is made: the graph is loaded once for each. */
function usearch({ exactSearch, Index, MetricKind, ScalarKind }) {
  const make = (dimensions, ef = 64) =>
    new Index({
      metric: MetricKind.Cos,
      quantization: ScalarKind.F32,
      dimensions,
      connectivity: CONNECTIVITY,
      expansion_add: CONSTRUCTION,
      expansion_search: ef,
      multi: false,
    });
  const load = (file, cols, ef) => {
    const index = make(cols, ef);
    index.load(file);
    return index;
  };
  return {
    build(points, say) {
      const index = make(points.cols);
      for (let first = 0; first < points.rows; first += BATCH) {
        const rows = Math.min(BATCH, points.rows - first);
        const keys = BigUint64Array.from({ length: rows }, (_, i) => BigInt(first + i));
        // A copy: a subarray's byteOffset would be ignored.
        index.add(keys, points.slice(first, first + rows).data.slice(), 1);
        say(first + rows);
      }
      return index;
    },
    save: (index, file) => index.save(file),
    load,
    searches: (file, _index, cols) => ({
      at(ef, k) {
        const index = load(file, cols, ef);
        return (query) => index.search(query, k, 1).keys;
      },
      queryOf: (row) => row.slice(),
    }),
    exact({ data, cols }, queries, k) {
      const asked = Array.from({ length: queries.rows }, (_, q) => queries.row(q).slice());
      return (q) => Array.from(exactSearch(data, asked[q], cols, k, 'cos', 1).keys, Number);
    },
  };
}

function hnswlib({ HierarchicalNSW }) {
  return {
    build(points, say) {
      const index = new HierarchicalNSW('cosine', points.cols);
      index.initIndex(points.rows, CONNECTIVITY, CONSTRUCTION, 100);
      for (let i = 0; i < points.rows; i++) {
        index.addPoint(Array.from(points.row(i)), i);
        if ((i + 1) % BATCH === 0) say(i + 1);
      }
      return index;
    },
    save: (index, file) => index.writeIndexSync(file),
    load(file, cols) {
      const index = new HierarchicalNSW('cosine', cols);
      index.readIndexSync(file);
      return index;
    },
    searches: (_file, index) => ({
      at: (ef, k) => (query) => {
        index.setEf(ef);
        return index.searchKnn(query, k).neighbors;
      },
      queryOf: (row) => Array.from(row),
    }),
  };
}
