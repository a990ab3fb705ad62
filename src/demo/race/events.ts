import type { BenchCase } from '../../bench/harness.ts';
import { hammingCase } from '../../bench/suites/hamming.ts';
import { probeCase } from '../../bench/suites/probe.ts';
import { projectionCase } from '../../bench/suites/projection.ts';
import { rerankCase } from '../../bench/suites/rerank.ts';
import { dualCase } from '../../bench/suites/svm.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { EventName } from './programme.ts';

const BITS = 64;
const PROBE_SIZES = { count: 250_000, queries: 50 };
const SVM_SIZES = { rows: 400, bits: 16 };
const VECTORS = 10_000;

/**
 * Builds the case of an event from the suites of the bench, in sizes of which the whole race takes
 * about 20 seconds on a laptop and a tenth of a gigabyte.
 */
export const BUILDERS: Readonly<
  Record<EventName, (backends: readonly Kernels[]) => BenchCase | Promise<BenchCase>>
> = {
  encode: (backends) => projectionCase(backends, 1200, BITS),
  hamming: (backends) => hammingCase(backends, BITS, 16, 250_000),
  probe: (backends) => probeCase(backends, 2, PROBE_SIZES),
  svm: (backends) => dualCase(backends, SVM_SIZES),
  rerank: (backends) => rerankCase(backends, false, VECTORS),
};
