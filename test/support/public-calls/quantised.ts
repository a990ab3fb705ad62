import * as door from '../../../src/doors/index.ts';
import { kernels, points, type Recipes, recipe, rows, vector } from './recipe.ts';

const quantised = () => door.QuantisedSearch.create(kernels, points);
const query = () => ({ k: 2, visit: 1, filter: () => true });

export const QUANTISED: Recipes = {
  QuantisedSearch: recipe(() => {}),
  'QuantisedSearch.create': recipe(
    (k, p, o) => door.QuantisedSearch.create(k, p, o),
    () => [
      kernels,
      points,
      { metric: 'dot', bitsPerDimension: 2, seed: 1, keepVectors: false, onProgress: () => {} },
    ],
    2,
  ),
  'QuantisedSearch.fromState': recipe(
    (k, s, o) => door.QuantisedSearch.fromState(k, s, o),
    () => [kernels, STATE, { vectors: points }],
    2,
  ),
  'QuantisedSearch#search': recipe(
    async (q, o) => (await quantised()).search(q, o),
    () => [vector(), { ...query(), candidates: 3 }],
    1,
  ),
  'QuantisedSearch#searchBatch': recipe(
    async (q, o) => (await quantised()).searchBatch(q, o),
    () => [rows(), { ...query(), candidates: 3 }],
    1,
  ),
  'QuantisedSearch#estimate': recipe(
    async (q, o) => (await quantised()).estimate(q, o),
    () => [vector(), query()],
    1,
  ),
  'QuantisedSearch#estimateBatch': recipe(
    async (q, o) => (await quantised()).estimateBatch(q, o),
    () => [rows(), query()],
    1,
  ),
  'QuantisedSearch#add': recipe(
    async (p, o) => (await quantised()).add(p, o),
    () => [rows(), { onProgress: () => {}, signal: undefined }],
    1,
  ),
  'QuantisedSearch#remove': recipe(
    async (r) => (await quantised()).remove(r),
    () => [[1]],
  ),
  'QuantisedSearch#state': recipe(async () => (await quantised()).state()),
  'QuantisedSearch#dispose': recipe(async () => (await quantised()).dispose()),
};

const STATE = (await quantised()).state();
