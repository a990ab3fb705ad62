// Apart from the suites, so that the command line starts without loading them.

/** The suites that run unless others are named, in this order. */
export const SHORT_SUITES = [
  'projection',
  'hamming',
  'probe',
  'svm',
  'rerank',
  'quantised',
  'tutorial',
] as const;
/** They take minutes: they run when they are named. */
export const LONG_SUITES = ['search', 'sql'] as const;

export type SuiteName = (typeof SHORT_SUITES)[number] | (typeof LONG_SUITES)[number];
