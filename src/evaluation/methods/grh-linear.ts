import { fitGrh } from './grh.ts';
import type { Method } from './method.ts';

/** Graph regularised hashing as in the paper, with linear SVMs from random hyperplanes. */
export const grhLinear: Method = {
  name: 'grh-linear',
  title: 'GRH linear, LSH init',
  summary:
    'Graph regularised hashing from random hyperplanes, linear SVMs (Moran and Lavrenko 2015); ' +
    'alpha, iterations and C by validation.',
  revision: 1,
  endsEarly: true,
  fit: (input) => fitGrh(input, {}),
};
