// What a scan for one query takes where the codes are in the cache and where others have used it
// meanwhile: `node scripts/performance/cold-codes.mjs`. A million codes of 16 bits, the backends in turns;
// prints lower quartiles, which a busy machine moves least.
import { createKernelsSync, HashCodes } from 'hashplane';

const COUNT = 1_000_000;
const BITS = 16;
const TOP = 100;
const REPETITIONS = 200;

let state = 1;
const words = Uint32Array.from({ length: COUNT }, () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state >>> 16;
});
const codes = new HashCodes(words, COUNT, BITS);
const query = words.slice(0, 1);
const stores = /** @type {const} */ (['wasm-simd', 'wasm', 'typescript']).map((backend) => ({
  backend,
  // A method that only the library's own code is told of.
  codes: /** @type {any} */ (createKernelsSync({ backend })).createCodes(codes),
}));
const positions = new Uint32Array(TOP);
const distances = new Uint16Array(TOP);
/** 8 MiB of something else, several times the L2 cache. */
const others = new Float64Array(2 ** 20);

for (const isCold of [false, true]) {
  const times = stores.map(() => /** @type {number[]} */ ([]));
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    for (const [i, store] of stores.entries()) {
      if (isCold) others.fill(repetition);
      else scan(store);
      times[i].push(scan(store));
    }
  }
  const quartiles = times.map((list) => list.toSorted((a, b) => a - b)[list.length >> 2]);
  const texts = stores.map(({ backend }, i) => `${backend} ${quartiles[i].toFixed(3)} ms`);
  const ratio = (quartiles[2] / quartiles[0]).toFixed(2);
  process.stdout.write(
    `${isCold ? 'cold' : 'warm'}: ${texts.join(', ')}; typescript / wasm-simd ${ratio}\n`,
  );
}

/** Milliseconds of one scan. */
function scan(store) {
  const start = performance.now();
  store.codes.nearest(query, 1, TOP, positions, distances);
  return performance.now() - start;
}
