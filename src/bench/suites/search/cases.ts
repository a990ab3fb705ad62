import { multiIndexCases } from './multi-index.ts';
import { probingCases } from './probing.ts';
import { quantisedCases } from './quantised.ts';
import { recallCases } from './recall.ts';

/** Search as a whole: recall against time, orders of probing, tables, and exact Hamming search. */
export const searchCases = [...recallCases, ...quantisedCases, ...probingCases, ...multiIndexCases];
