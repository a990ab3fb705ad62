import { InvalidArgumentError } from '../../core/errors.ts';
import { RandomState } from '../../core/random/random-state.ts';
import { drawLabelled, drawPerClass, others, rowsByClass } from './divide.ts';
import type { Protocol } from './protocol.ts';

/**
 * Like `paper`, but what is learned from and what is searched are disjoint: of the points that are
 * no queries a random half, or so many as are asked for, is the database, and the others may be
 * learned from.
 */
export const heldOut: Protocol = {
  name: 'held-out',
  summary:
    'Queries are drawn from every class; of all other points a random half, or as many as are asked ' +
    'for, is the database, which no method sees before it hashes it. The labelled points are drawn ' +
    'from the others, which methods may look at without their labels.',
  divide(labels, { supervision, queriesPerClass, database: count, seed }) {
    const random = new RandomState(seed);
    const queries = drawPerClass(rowsByClass(labels), queriesPerClass, random);
    const rest = others(labels.length, queries);
    const order = random.permutation(rest.length).map((i) => rest[i]);
    const size = count ?? Math.ceil(rest.length / 2);
    if (size >= rest.length) {
      throw new InvalidArgumentError(
        `database must leave points to learn from: at most ${rest.length - 1} points, not ${size}`,
      );
    }
    const visible = order.slice(0, rest.length - size).sort();
    const database = order.slice(rest.length - size).sort();
    return {
      queries,
      database,
      labelled: drawLabelled(visible, supervision, labels, random),
      visible,
    };
  },
};
