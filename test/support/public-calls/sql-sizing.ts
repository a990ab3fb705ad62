import * as door from '../../../src/doors/sql.ts';
import { type Recipes, recipe } from './recipe.ts';

/** What a number of codes needs. */
export const SIZING: Recipes = {
  estimateDatabase: recipe(
    (options) => door.estimateDatabase(options),
    () => [
      { rows: 1000, bits: 64, codes: 'uniform', k: 10, memory: 64, servers: 1, substrings: 4 },
    ],
    0,
  ),
};
