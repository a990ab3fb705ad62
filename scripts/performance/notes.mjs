// Why goals are missed, for docs/PERFORMANCE.md: what limits a kernel and what was tried, by hand. The
// figures beside them come from the run, and a goal that is met shows no note.

/** @type {Record<string, { limit: string, tried: string }>} */
const NOTES = {
  'projection numpy': {
    limit:
      "numpy's OpenBLAS computes with AVX-512 and fused multiply-adds; WebAssembly has 128 bits and " +
      'the contract of identical results forbids fused ones. These goals ask for 45 to 50 GF/s, where ' +
      'a loop of 128-bit multiplications and additions without any other work ends at 51 to 52 GF/s ' +
      '(`node scripts/performance/peak.mjs`).',
    tried:
      'in the prototypes, not again since: tiles of 5 x 8, 6 x 8 and 3 x 16, inner products of 4 x 2 and 4 x 4, unrolling: all slower ' +
      '(28 to 37 GF/s), since they spill registers.',
  },
  'hamming faiss': {
    limit:
      'arithmetic, not memory: 16 queries a pass are hardly faster than one, and 16,384 codes, which ' +
      'stay in the cache, are no faster than a million. A code of 256 bits takes some 12 SIMD operations ' +
      '(two to compare, ten for the full adders of its planes); where the processor counts the bits of ' +
      '512 at once (AVX-512 VPOPCNTDQ), faiss needs a fraction of that. On an earlier machine without ' +
      'that advantage the two were even.',
    tried: 'rows with scalar popcounts: a third slower for a batch (0.45 Gcodes/s in a prototype).',
  },
  'hamming typescript': {
    limit:
      'memory, not arithmetic: 2 MB of codes do not fit the L2 cache, and the scan takes them ' +
      'faster than anything but a cache to itself gives them. Warm it is 5.3 times as fast as the ' +
      'twin, after others have used the cache 3.6 times, while the twin, which is bound by ' +
      'arithmetic, takes as long in both (`node scripts/performance/cold-codes.mjs`); hence likely ' +
      'also the spread of ±48% here, and ±3% where only faiss takes turns with it.',
    tried:
      'touching memory 4 KB ahead: slower at every width, cold by 24% to 51% (in one run on a busy ' +
      'machine); one stream of reads is likely foreseen without help.',
  },
  'svm scikit-learn': {
    limit:
      'by a sampled profile, roughly: per step 50 ns go to the dot product, 10 ns to the update and ' +
      'some 28 ns to branches that depend on the data; drawing the permutations takes 3% of a fit.',
    tried:
      'blocks of 8 or 16 hyperplanes, which fit L1: 13% and 9% slower, since points are fetched ' +
      'more often; the same in tiles of 16, 32 or 64 rows, so that points come from L2: still 9% to ' +
      '13% slower, in one run on a busy machine, so that bandwidth is likely not what limits it; ' +
      'the module compiled for speed: no clear gain (on a busy machine medians of 0.97x and lower ' +
      'quartiles of 1.14x), and 0.6 KB more in every app that learns, which has no room for them; ' +
      'reading the next row ahead: no difference; two hyperplanes a dot product: kept.',
  },
  'svm threads': {
    limit:
      'not the cut: either half of the bits, alone on one thread, takes 48 to 52% of the time of all, and ' +
      'preparing a shard 0.15 ms of 42 ms. The rest is lost while both run, where each reads all ' +
      'points from the cache that they share.',
    tried: 'shards of 8 bits, which balance better: 1.25x to 1.37x, where 16 bits each give 1.6x.',
  },
  'projection threads': {
    limit:
      'not profiled. Likely the memory that both threads share: 123 MB of points are read once. On an ' +
      'earlier machine it was 1.85x.',
    tried: 'nothing.',
  },
  'rerank typescript': {
    limit:
      '1,000 candidates are 2 MB, more than the L2 cache holds, so that "hot" means L3: the kernel ' +
      'reads 2 KiB a candidate at the bandwidth of the cache, and its arithmetic waits.',
    tried:
      'fewer candidates: 16 million a second from 100 to 1,000, all at the bandwidth of L2; of a call, ' +
      'the choice of the nearest takes a tenth. Only sharing rows among queries helps: see `batch=64`.',
  },
};
NOTES['exact numpy'] = {
  limit:
    'numpy multiplies matrices with AVX-512 and fused multiply-adds at 60 GF/s, beyond what 128 bits ' +
    'without fused ones can do (`node scripts/performance/peak.mjs`), and loses half of that to its selection; ' +
    'here the selection costs next to nothing.',
  tried:
    'nothing more so far. By count, inner products take 10 loads for 16 operations; one lane after the other, as it is, takes 6 loads ' +
    'for 16 operations.',
};
NOTES['rerank numpy'] = NOTES['rerank typescript'];

/**
 * What is known of a goal that is missed.
 * @param {import('./goals.mjs').Goal} goal
 * @returns {{ limit: string, tried: string } | undefined}
 */
export function noteOf({ what, suite, rival, threads }) {
  if (what.startsWith('exact ')) return NOTES[`exact ${rival}`];
  return NOTES[`${suite} ${threads ? 'threads' : rival}`];
}
