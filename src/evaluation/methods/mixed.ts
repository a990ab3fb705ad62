import type { Matrix } from '../../core/matrix.ts';
import { RandomState } from '../../core/random/random-state.ts';
import { FittedHasher } from '../../models/fitted-hasher.ts';
import { InitialisedHashing } from '../../models/initialised-hashing.ts';
import { itqInitialiser } from '../../models/initialisers/itq.ts';
import { itqCcaInitialiser } from '../../models/initialisers/itq-cca.ts';
import { joinHashers } from '../../models/join-hashers.ts';
import type { FittedModel } from './fitted-model.ts';
import { fitGrh } from './grh.ts';
import { fitEach, PREPARED } from './hashers.ts';
import type { Method, MethodInput } from './method.ts';

/** Points that iterative quantisation learns from, at most. */
const MOST_POINTS = 20_000;

/**
 * Half of the bits by labels, half without: for classes that are not among the labels. The supervised half
 * is kernel GRH, whose scores say more of unknown classes than probabilities of the known ones do.
 */
export const mixed: Method = {
  name: 'mixed',
  title: 'GRH rbf and ITQ',
  summary:
    'Half of the bits are graph regularised hashing with kernel features, half iterative quantisation ' +
    'of the visible points: for classes that no label names, at a price for those that labels do.',
  revision: 2,
  usesUnlabelled: true,
  async fit(input) {
    const { kernels, seed, signal } = input;
    const halves = [...new Set(input.bits.map((bits) => Math.ceil(bits / 2)))];
    const form = { rbf: true, initialiser: itqCcaInitialiser() };
    const supervised = await fitGrh({ ...input, bits: halves }, form);
    try {
      const points = somePoints(input);
      const [{ settings, tuneSeconds, tuningCutShort, trainSeconds }] = supervised.lengths;
      const shared = { settings, tuneSeconds, tuningCutShort, trainSeconds };
      return await fitEach(input, shared, async (bits): Promise<FittedModel> => {
        const half = Math.ceil(bits / 2);
        const grh = supervised.hasher?.(half);
        if (!grh) throw new Error(`no hasher of ${half} bits was fitted`);
        const { description } = grh;
        const training = { ...description.training, supervised: half };
        const described = { ...description, method: 'mixed', training };
        if (half === bits) return new FittedHasher(kernels, grh, described);
        const initialiser = itqInitialiser();
        const itq = await new InitialisedHashing({
          ...{ ...PREPARED, kernels, seed, initialiser },
          bits: bits - half,
        }).fit(points, null, { signal });
        try {
          return joinHashers(kernels, grh, itq, described);
        } finally {
          itq.dispose();
        }
      });
    } finally {
      supervised.dispose();
    }
  },
};

/** Visible points, or some of them at random. */
function somePoints(input: MethodInput): Matrix {
  const all = input.visible();
  if (all.rows <= MOST_POINTS) return all;
  return all.selectRows(new RandomState(input.seed).permutation(all.rows).slice(0, MOST_POINTS));
}
