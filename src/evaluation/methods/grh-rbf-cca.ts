import { itqCcaInitialiser } from '../../models/initialisers/itq-cca.ts';
import { fitGrh } from './grh.ts';
import type { Method } from './method.ts';

/** Graph regularised hashing with kernel features, from ITQ+CCA's bits: the paper's best. */
export const grhRbfCca: Method = {
  name: 'grh-rbf-cca',
  title: 'GRH rbf, ITQ+CCA init',
  summary:
    'Graph regularised hashing from the bits of ITQ+CCA; ridge regression on radial basis ' +
    'functions at the labelled points. Alpha, iterations, ridge and width by validation.',
  revision: 1,
  endsEarly: true,
  fit: (input) => fitGrh(input, { rbf: true, initialiser: itqCcaInitialiser() }),
};
