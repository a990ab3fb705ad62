import type { Method } from './method.ts';

/** Exact search: what hashing approximates. */
export const exactCosine: Method = {
  name: 'exact-cosine',
  title: 'exact cosine, unhashed',
  summary: 'Ranking by the cosine of the normalised and centred points themselves.',
  revision: 1,
  ownBits: () => null,
  fit: async () => ({
    kind: 'vectors',
    trainSeconds: 0,
    tuneSeconds: 0,
    settings: {},
    metric: 'cosine',
    embed: async (points) => points,
    dispose() {},
  }),
};
