import { InvalidArgumentError } from '../../core/errors.ts';
import { RandomState } from '../../core/random/random-state.ts';
import { drawLabelled, drawPerClass, rowsByClass } from './divide.ts';
import type { Protocol } from './protocol.ts';

/** Share of the classes that nothing is learned from. */
const UNSEEN = 0.25;

/**
 * Retrieval on classes that were not seen in training: a random quarter of the classes (rounded up,
 * two at least) makes queries and database, the others are learned from.
 *
 * Source: Sablayrolles, Douze, Usunier and Jégou, "How should we evaluate supervised hashing?",
 * ICASSP 2017.
 */
export const unseenClasses: Protocol = {
  name: 'unseen-classes',
  summary:
    'A random quarter of the classes, two at least, makes the queries and the database; methods ' +
    'learn from points of the other classes alone.',
  divide(labels, { supervision, queriesPerClass, seed }) {
    const random = new RandomState(seed);
    const classes = rowsByClass(labels);
    const unseen = Math.max(2, Math.ceil(classes.size * UNSEEN));
    if (classes.size - unseen < 2) {
      throw new InvalidArgumentError(
        `the protocol unseen-classes needs four classes or more, not ${classes.size}`,
      );
    }
    const names = [...classes.keys()];
    const order = Array.from(random.permutation(names.length), (i) => names[i]);
    const hidden = new Set(order.slice(0, unseen));
    const asked = new Map([...classes].filter(([label]) => hidden.has(label)));
    const queries = drawPerClass(asked, queriesPerClass, random);
    const isQuery = new Set(queries);
    const rows = Uint32Array.from(labels, (_, row) => row);
    const database = rows.filter((row) => hidden.has(labels[row]) && !isQuery.has(row));
    const visible = rows.filter((row) => !hidden.has(labels[row]));
    return {
      queries,
      database,
      labelled: drawLabelled(visible, supervision, labels, random),
      visible,
    };
  },
};
