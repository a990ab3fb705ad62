import type { ParityCase } from '../../support/parity-case.ts';
import { descriptorCases } from './descriptors.ts';
import { batchCases, distanceCases } from './distances.ts';
import { graphCases } from './graph.ts';
import { hammingCases } from './hamming.ts';
import { learningCases } from './learning.ts';
import { lifetimeCases } from './lifetimes.ts';
import { multiIndexCases } from './multi-index.ts';
import { networkTrainingCases } from './network-training.ts';
import { preparationCases } from './preparation.ts';
import { preprocessingCases } from './preprocessing.ts';
import { probingCases } from './probing.ts';
import { projectionCases } from './projection.ts';
import { quantisedCases } from './quantised.ts';
import { rotationCases } from './rotation.ts';

/** Every parity case of the kernels; runs in Node and in a page alike. */
export function* parityCases(): Generator<ParityCase> {
  yield* projectionCases();
  yield* distanceCases();
  yield* batchCases();
  yield* hammingCases();
  yield* probingCases();
  yield* multiIndexCases();
  yield* quantisedCases();
  yield* preprocessingCases();
  yield* preparationCases();
  yield* graphCases();
  yield* learningCases();
  yield* networkTrainingCases();
  yield* rotationCases();
  yield* descriptorCases();
  yield* lifetimeCases();
}
