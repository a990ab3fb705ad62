import { describe, expect, it } from 'vitest';
import type { CompareResult, HashedFacts } from '../../../../src/demo/lab/calls/compare.ts';
import { reasons } from '../../../../src/demo/retrieval/reasons.ts';

const FACTS: HashedFacts = {
  code: '0101',
  bucket: '5',
  nearestCode: 1,
  ownClass: { className: 'Shirt', trainRows: 120, bitsApart: 1 },
  nearestClass: { className: 'Shirt', trainRows: 120, bitsApart: 1 },
  rightCandidates: 80,
  otherClass: { className: 'Coat', candidates: 10, codewordsApart: 6 },
  lookedAt: 137,
  strategy: 'probe',
  buckets: 20,
  trainSeconds: 0.3,
  encodeMillis: 40,
  encodedRows: 10_000,
};

function result(right: number | null, facts: Partial<HashedFacts> | null = {}, candidates = 100) {
  const neighbours = Array.from({ length: candidates === 0 ? 0 : 10 }, (_, i) => ({
    row: i,
    className: i < (right ?? 7) ? 'Shirt' : 'Coat',
    isRight: right === null ? null : i < right,
  }));
  return {
    query: { className: right === null ? null : 'Shirt' },
    neighbours,
    right,
    candidates,
    database: 8600,
    hashed: facts && { ...FACTS, ...facts },
  } as unknown as CompareResult;
}

const exact = result(5, null);
const why = (lsh: CompareResult, grh: CompareResult | null, radius = 2) =>
  reasons({ lsh, grh, exact, radius });

describe('why learning finds fewer', () => {
  const lsh = result(8);

  it('no code lies within the radius', () => {
    const [verdict, reason] = why(lsh, result(0, { nearestCode: 4 }, 0));
    expect(verdict).toBe(
      'Here learning finds fewer: 0 of 10 are right, 8 with random hyperplanes.',
    );
    expect(reason).toBe(
      'GRH has nothing to show: no stored code lies within radius 2, the nearest differs in 4 bits.',
    );
  });

  it('there are fewer candidates than places', () => {
    expect(why(lsh, result(3, {}, 4))[1]).toBe(
      'GRH has only 4 candidates within radius 2; places left empty count as misses.',
    );
  });

  it('the code is nearer to that of another class', () => {
    const ownClass = { className: 'Shirt', trainRows: 120, bitsApart: 5 };
    const nearestClass = { className: 'Coat', trainRows: 110, bitsApart: 1 };
    const told = why(lsh, result(2, { ownClass, nearestClass }));
    expect(told[1]).toBe(
      'GRH takes this one for Coat: its code differs in 5 bits from the code learned for Shirt, but in 1 ' +
        'from that for Coat.',
    );
    expect(told[2]).toContain('more than the radius of 2: most of that class is not looked at');
  });

  it('the class was hardly learned', () => {
    const ownClass = { className: 'Shirt', trainRows: 0, bitsApart: null };
    expect(why(lsh, result(2, { ownClass }))[1]).toBe(
      'Shirt is hardly learned: GRH saw 0 training rows of it.',
    );
  });

  it('two classes have nearly one code', () => {
    const otherClass = { className: 'Coat', candidates: 40, codewordsApart: 1 };
    expect(why(lsh, result(2, { otherClass }))[1]).toBe(
      "40% of GRH's candidates are Coat: the codes learned for Shirt and Coat differ in only 1 bit, so " +
        'both are candidates, and which of them come first is left to the pixels.',
    );
  });

  it('random codes missed what is near and wrong', () => {
    const few = { ...lsh, neighbours: lsh.neighbours.slice(0, 8) } as CompareResult;
    expect(why(few, result(4)).at(-1)).toBe(
      'Of the 10 nearest of all, which exact search finds, 5 are wrong; LSH happens to miss 2 of those.',
    );
  });
});

describe('why learning finds more or as many', () => {
  it('its candidates are purer', () => {
    const told = why(result(4, { rightCandidates: 20 }), result(9, { rightCandidates: 95 }));
    expect(told[0]).toBe('Here learning finds more: 9 of 10 are right, 4 with random hyperplanes.');
    expect(told[1]).toBe(
      'Of the 100 candidates that GRH picks 95% are Shirt; of the 100 of LSH, 20%.',
    );
    expect(told[2]).toContain('Exact search compares all 8,600 and finds 5 right');
  });

  it('neither has candidates', () => {
    expect(why(result(0, {}, 0), result(0, {}, 0), 0)[1]).toContain('try a larger radius');
  });
});

describe('what can be said without classes', () => {
  it('what a picture is taken for', () => {
    expect(why(result(null), result(null))[0]).toBe(
      'LSH takes it for Shirt: 7 of its 10 neighbours are.',
    );
  });

  it('how much of the nearest LSH finds where nothing can be learned', () => {
    expect(why(result(null), null)[0]).toBe(
      'LSH finds 10 of the 10 nearest, and compares 100 rows of 8,600 for it.',
    );
  });
});
