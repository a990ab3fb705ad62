import { RandomState } from '../../core/random/random-state.ts';
import { drawLabelled, drawPerClass, others, rowsByClass } from './divide.ts';
import type { Protocol } from './protocol.ts';

/**
 * The protocol of Moran and Lavrenko, ECIR 2015: queries drawn from each class, all other points
 * are the database, the labelled points are drawn from it and stay in it.
 */
export const paper: Protocol = {
  name: 'paper',
  summary:
    'Queries are drawn from every class and all other points are the database; the labelled ' +
    'points are drawn from the database and stay in it. Methods may look at the database ' +
    'without its labels.',
  divide(labels, { supervision, queriesPerClass, seed }) {
    const random = new RandomState(seed);
    const queries = drawPerClass(rowsByClass(labels), queriesPerClass, random);
    const database = others(labels.length, queries);
    const labelled = drawLabelled(database, supervision, labels, random);
    return { queries, database, labelled, visible: database };
  },
};
