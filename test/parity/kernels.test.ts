import { describe, expect, test } from 'vitest';
import { allBackends } from '../support/backends.ts';
import { differences, familiesOf } from '../support/parity-case.ts';
import { parityCases } from './cases/all.ts';
import { soil } from './cases/lifetimes.ts';

describe('all backends give the same bytes:', () => {
  const backends = allBackends();
  for (const kernels of backends) soil(kernels, 2 ** 20);

  test.each([...familiesOf(parityCases())])('%s', (_, cases) => {
    // The first few tell enough.
    expect(differences(cases, backends).slice(0, 5)).toEqual([]);
  });
});
