import { expect, test } from 'vitest';
import { judgedGoals, verdictOf } from '../../scripts/search/goals.mjs';

const endToEnd = (contender: string, median: number, recall: number, details = {}) => ({
  name: 'set',
  rest: `n=59500 d=512 recall=${recall}`,
  contender,
  median,
  details,
});
const recallRow = (rest: string, contender: string, candidates: number, recall: number) => ({
  name: 'set',
  rest,
  contender,
  median: 1,
  details: { candidates, recall },
});

function verdicts(rows: Partial<Parameters<typeof judgedGoals>[0]>) {
  const goals = judgedGoals({ recall: [], endToEnd: [], exact: [], ...rows });
  const said = goals.map(({ what, measured, isMet }) => [what, [measured, verdictOf(isMet)]]);
  return new Map(said as [string, [string, string]][]);
}

test('what was not measured is neither met nor missed', () => {
  const all = [...verdicts({}).values()];
  expect(all.length).toBeGreaterThan(15);
  expect(new Set(all.map(String))).toEqual(new Set(['not measured,-']));
});

test('the quickest way of a kind is compared with its rival at the same recall', () => {
  const found = verdicts({
    endToEnd: [
      endToEnd('clusters, 1 bit', 900, 0.95, { buildSeconds: 5 }),
      endToEnd('clusters, 4 bit', 1000, 0.95),
      endToEnd('other build', 200, 0.95),
      endToEnd('other build', 100, 0.99),
      endToEnd('hnswlib-node', 400, 0.95),
    ],
  });
  expect(found.get('clusters over other build, recall 0.95')).toEqual([
    '5.00x (clusters, 4 bit)',
    'met',
  ]);
  expect(found.get('clusters over other build, recall 0.99')).toEqual(['not measured', '-']);
  expect(found.get('clusters over hnswlib-node, recall 0.95')?.[1]).toBe('**missed**');
  expect(found.get('clusters, built in processor seconds')).toEqual(['5.0 s', '**missed**']);
});

test('a recall is compared with that of a rival that ranked as many', () => {
  const own = 'n=59500 d=512 estimated bits=512 per=1 clusters=1 k=10';
  const theirs = 'n=59500 d=512 faiss-RaBitQ k=10';
  const found = verdicts({
    recall: [
      recallRow(own, '10 candidates', 10, 0.58),
      recallRow(own, '120 candidates', 120, 0.97),
      recallRow(theirs, 'faiss RaBitQ candidates=10', 10, 0.585),
      recallRow(theirs, 'faiss RaBitQ candidates=120', 120, 0.99),
      recallRow(theirs, 'faiss RaBitQFastScan candidates=10', 10, 0.9),
    ],
  });
  expect(found.get('recall@10, 512 bits, without vectors')).toEqual(['0.580', 'met']);
  const beside = (candidates: number) =>
    found.get(`recall@10 beside faiss RaBitQ, 512 bits, ${candidates} re-ranked`)?.[1];
  expect([beside(10), beside(120)]).toEqual(['met', '**missed**']);
});
