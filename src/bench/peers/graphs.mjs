// Graph indexes (HNSW) from npm. Each is built on one thread and asked one query at a time; `at(ef)`
// gives a search that looks at more of the graph with a larger ef.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { PEERS } from './environment.mjs';

const CONNECTIVITY = 16;
const CONSTRUCTION = 128;

const BUILDERS = { usearch, 'hnswlib-node': hnswlib };

/** The graphs that are installed, by name, and why others are not. */
export function graphBuilders() {
  const require = createRequire(resolve(PEERS, 'package.json'));
  const builders = [];
  const missing = [];
  for (const [name, builderOf] of Object.entries(BUILDERS)) {
    try {
      builders.push({ name, build: builderOf(require(name)) });
    } catch (error) {
      missing.push({ peer: name, reason: error.message.split('\n', 1)[0] });
    }
  }
  return { builders, missing };
}

/** Its ef is fixed when an index is made: the graph is saved once, and loaded for each. */
function usearch({ Index, MetricKind, ScalarKind }) {
  return (points, say) => {
    const make = (ef) =>
      new Index({
        metric: MetricKind.Cos,
        quantization: ScalarKind.F32,
        dimensions: points.cols,
        connectivity: CONNECTIVITY,
        expansion_add: CONSTRUCTION,
        expansion_search: ef,
        multi: false,
      });
    const index = make(64);
    const batch = 10_000;
    for (let first = 0; first < points.rows; first += batch) {
      const rows = Math.min(batch, points.rows - first);
      const keys = BigUint64Array.from({ length: rows }, (_, i) => BigInt(first + i));
      // A copy: a subarray's byteOffset would be ignored.
      index.add(keys, points.slice(first, first + rows).data.slice(), 1);
      say(first + rows);
    }
    const folder = mkdtempSync(join(PEERS, 'graph-'));
    const file = join(folder, 'graph.usearch');
    index.save(file);
    return {
      at(ef, k) {
        const loaded = make(ef);
        loaded.load(file);
        return (query) => loaded.search(query, k, 1).keys;
      },
      dispose: () => rmSync(folder, { recursive: true, force: true }),
    };
  };
}

function hnswlib({ HierarchicalNSW }) {
  return (points, say) => {
    const index = new HierarchicalNSW('cosine', points.cols);
    index.initIndex(points.rows, CONNECTIVITY, CONSTRUCTION, 100);
    for (let i = 0; i < points.rows; i++) {
      index.addPoint(Array.from(points.row(i)), i);
      if (i % 10_000 === 0) say(i);
    }
    return {
      at(ef, k) {
        return (query) => {
          index.setEf(ef);
          return index.searchKnn(query, k).neighbors;
        };
      },
      /** It takes lists: made before the clock runs. */
      queryOf: (row) => Array.from(row),
      dispose() {},
    };
  };
}
