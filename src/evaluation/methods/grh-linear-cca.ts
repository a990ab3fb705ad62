import { itqCcaInitialiser } from '../../models/initialisers/itq-cca.ts';
import { fitGrh } from './grh.ts';
import type { Method } from './method.ts';

/** Graph regularised hashing with linear SVMs, from ITQ+CCA's bits. */
export const grhLinearCca: Method = {
  name: 'grh-linear-cca',
  title: 'GRH linear, ITQ+CCA init',
  summary:
    'Graph regularised hashing from the bits of ITQ+CCA, linear SVMs; settings by validation.',
  revision: 1,
  endsEarly: true,
  fit: (input) => fitGrh(input, { initialiser: itqCcaInitialiser() }),
};
