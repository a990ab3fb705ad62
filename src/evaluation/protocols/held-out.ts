import { RandomState } from '../../core/random/random-state.ts';
import { drawLabelled, drawPerClass, others, rowsByClass } from './divide.ts';
import type { Protocol } from './protocol.ts';

/**
 * Like `paper`, but what is learned from and what is searched are disjoint: of the points that are
 * no queries a random half may be learned from, and the other half is the database.
 */
export const heldOut: Protocol = {
  name: 'held-out',
  summary:
    'Queries are drawn from every class; of all other points a random half is the database, which ' +
    'no method sees before it hashes it. The labelled points are drawn from the other half, which ' +
    'methods may look at without its labels.',
  divide(labels, { supervision, queriesPerClass, seed }) {
    const random = new RandomState(seed);
    const queries = drawPerClass(rowsByClass(labels), queriesPerClass, random);
    const rest = others(labels.length, queries);
    const order = random.permutation(rest.length).map((i) => rest[i]);
    const half = rest.length >>> 1;
    const visible = order.slice(0, half).sort();
    const database = order.slice(half).sort();
    return {
      queries,
      database,
      labelled: drawLabelled(visible, supervision, labels, random),
      visible,
    };
  },
};
