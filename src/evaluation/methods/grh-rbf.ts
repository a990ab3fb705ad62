import { fitGrh } from './grh.ts';
import type { Method } from './method.ts';

/** Graph regularised hashing with kernel features, from random hyperplanes. */
export const grhRbf: Method = {
  name: 'grh-rbf',
  title: 'GRH rbf, LSH init',
  summary:
    'Graph regularised hashing from random hyperplanes; ridge regression on radial basis functions ' +
    'at the labelled points. Alpha, iterations, ridge and width by validation.',
  revision: 1,
  endsEarly: true,
  fit: (input) => fitGrh(input, { rbf: true }),
};
