import { splitDataset } from '../../data/dataset/split.ts';
import { TUTORIAL_DEFAULTS } from '../tutorial/settings.ts';
import type { Protocol } from './protocol.ts';

/**
 * The split of `hashplane tutorial`, the same for every partition: there the seed is that of the
 * hyperplanes alone. 0.2% of the points are queries and the rest, less the labelled ones, is the
 * database. All points together are normalised and centred, as in the tutorial.
 */
export const tutorial: Protocol = {
  name: 'tutorial',
  summary:
    'The split of the tutorial: 0.2% of the points are queries, the labelled ones are in no part ' +
    'but the training set, the rest is the database. Partitions differ in the seed of the ' +
    'methods alone. The mean of all points is subtracted, queries and database included.',
  divide(labels, { supervision }) {
    const { queries, splitSeed: seed } = TUTORIAL_DEFAULTS;
    const split = splitDataset(labels.length, { queries, train: supervision, seed });
    const { train, database } = split;
    const visible = new Uint32Array(train.length + database.length);
    visible.set(train);
    visible.set(database, train.length);
    return { queries: split.queries, database, labelled: train, visible };
  },
};
