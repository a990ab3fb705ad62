import { hammingCases } from './hamming.ts';
import type { SuiteName } from './names.ts';
import { probeCases } from './probe.ts';
import { projectionCases } from './projection.ts';
import { quantisedCases } from './quantised.ts';
import { rerankCases } from './rerank.ts';
import { searchCases } from './search/cases.ts';
import { sqlCases } from './sql/cases.ts';
import type { Suite } from './suite.ts';
import { svmCases } from './svm.ts';
import { encodeOnThreads, fitOnThreads } from './threads.ts';
import { tutorialCases } from './tutorial.ts';

/** The suites by name. */
export const SUITES: Readonly<Record<SuiteName, Suite>> = {
  projection: { cases: projectionCases, onThreads: encodeOnThreads },
  hamming: { cases: hammingCases },
  probe: { cases: probeCases },
  svm: { cases: svmCases, onThreads: fitOnThreads },
  rerank: { cases: rerankCases },
  quantised: { cases: quantisedCases },
  tutorial: { cases: tutorialCases },
  search: { cases: searchCases },
  sql: { cases: sqlCases },
};
