import { multiIndexCases } from './multi-index.ts';
import { probingCases } from './probing.ts';
import { recallCases } from './recall.ts';

/** Search as a whole: recall against time, orders of probing, tables, and exact Hamming search. */
export const searchCases = [...recallCases, ...probingCases, ...multiIndexCases];
