// Published figures, to stand beside ours: facts with their sources.

/** Moran and Lavrenko, "Graph Regularised Hashing", ECIR 2015: CIFAR-10, GIST-512. */
export const PAPER = {
  source:
    'S. Moran and V. Lavrenko, “Graph Regularised Hashing”, ECIR 2015, CIFAR-10 with GIST-512',
  bits: [16, 32, 48, 64],
  rows: [
    { method: 'lsh', title: 'LSH', 1000: [0.129, 0.1394, 0.1463, 0.1525] },
    {
      method: 'itq-cca',
      title: 'ITQ+CCA',
      1000: [0.2015, 0.213, 0.2208, 0.2237],
      2000: [0.2469, 0.261, 0.2672, 0.2664],
    },
    {
      title: 'STH rbf',
      1000: [0.2352, 0.2072, 0.2118, 0.2],
      2000: [0.2468, 0.2468, 0.2481, 0.2438],
    },
    {
      title: 'BRE',
      1000: [0.1659, 0.1784, 0.1904, 0.1923],
      2000: [0.1668, 0.1873, 0.1941, 0.2018],
    },
    { title: 'KSH', 1000: [0.244, 0.273, 0.2827, 0.2905], 2000: [0.2721, 0.3006, 0.3119, 0.3236] },
    {
      method: 'grh-linear',
      title: 'GRH linear, LSH init',
      1000: [0.2195, 0.2264, 0.2475, 0.249],
      2000: [0.2342, 0.2569, 0.2554, 0.2639],
    },
    {
      method: 'grh-rbf',
      title: 'GRH rbf, LSH init',
      1000: [0.2848, 0.3013, 0.3129, 0.3015],
      2000: [0.3191, 0.3475, 0.3542, 0.3646],
    },
    {
      method: 'grh-linear-cca',
      title: 'GRH linear, ITQ+CCA init',
      1000: [0.2292, 0.2563, 0.2566, 0.2593],
      2000: [0.2646, 0.2772, 0.2861, 0.29],
    },
    {
      method: 'grh-rbf-cca',
      title: 'GRH rbf, ITQ+CCA init',
      1000: [0.2976, 0.3161, 0.3171, 0.3209],
      2000: [0.3435, 0.3675, 0.3722, 0.3688],
    },
  ],
  /** Precision within radius 2, T = 1000, 16, 32 and 64 bits. */
  radius2: {
    bits: [16, 32, 64],
    /** @type {readonly [title: string, ...values: number[]][]} */
    rows: [
      ['GRH rbf, ITQ+CCA init', 0.354, 0.383, 0.301],
      ['KSH', 0.334, 0.321, 0.073],
      ['LSH', 0.17, 0.078, 0.006],
    ],
  },
  /** Training of GRH linear, 32 bits, T = 1000: Matlab, one core. */
  trainSeconds: 42.7,
};

/** The tutorial's protocol on the same data, precision@10 at radius 0, measured with numpy. */
export const TUTORIAL = {
  source: 'S. Moran, “Learning to Hash Tutorial”, 2020',
  grh: 0.25,
  lsh: 0.1,
};

/** Moran and Lavrenko, "Regularised Cross-Modal Hashing", SIGIR 2015: the Wikipedia pairs, mAP. */
export const RCMH = {
  source:
    'S. Moran and V. Lavrenko, “Regularised Cross-Modal Hashing”, SIGIR 2015, Wikipedia pairs, a fifth ' +
    'of them queries',
  bits: [24, 48, 64],
  'image-to-text': [0.2439, 0.2463, 0.259],
  'text-to-image': [0.2066, 0.1918, 0.2201],
};
