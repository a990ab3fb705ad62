import { nearestByCosine } from '../oracles/cosine.ts';
import { randomMatrix } from '../random-data.ts';

const ROWS = 60000;
const DIMENSIONS = 512;
const TOP = 10;
const NAME = `n=${ROWS} d=${DIMENSIONS} k=${TOP}`;

/** Exact cosine search of all vectors: what databases do without an index. */
export function exactProblem() {
  const points = randomMatrix(ROWS, DIMENSIONS, 3);
  const query = randomMatrix(1, DIMENSIONS, 12).data;
  const ids = Uint32Array.from({ length: ROWS }, (_, i) => i);
  const expected = nearestByCosine(points, query, ids, TOP);
  return { points, query, expected, top: TOP, name: NAME };
}

/** hashplane's contender. */
export function exactCase([kernels]) {
  const { points, query, expected } = exactProblem();
  const store = kernels.createVectors(points);
  const rows = new Uint32Array(TOP);
  const distances = new Float32Array(TOP);
  const run = () => {
    store.nearest(query, 'cosine', null, ROWS, TOP, rows, distances);
  };
  const verify = () => {
    run();
    return rows.join() === expected.join();
  };
  return {
    suite: 'exact',
    name: NAME,
    unit: 'Mvectors/s',
    work: ROWS / 1e6,
    contenders: [{ name: 'wasm-simd', run, verify }],
    dispose: () => store.dispose(),
  };
}
