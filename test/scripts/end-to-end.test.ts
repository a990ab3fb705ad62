import { expect, test } from 'vitest';
import { endToEndCases } from '../../src/bench/peers/end-to-end.mjs';

function wayOf(
  name: string,
  settings: readonly [contender: string, median: number, recall: number][],
) {
  const contenders = settings.map(([contender, , recall]) => ({
    name: contender,
    run: () => {},
    verify: () => true,
    details: () => ({ recall }),
  }));
  const results = settings.map(([contender, median, recall]) => ({
    contender,
    median,
    details: { recall },
  }));
  return { name, bench: { contenders }, results };
}

test('of each way the quickest setting that reaches the recall is compared', () => {
  const ways = [
    wayOf('clusters', [
      ['few', 900, 0.9],
      ['some', 500, 0.96],
      ['slower', 400, 0.97],
      ['many', 100, 0.995],
    ]),
    wayOf('codes', [
      ['exact', 1e6, 1],
      ['most', 50, 0.96],
    ]),
  ];
  const cases = endToEndCases('a set', ways);
  expect(cases.map(({ name }) => name)).toEqual([
    'end-to-end a set recall=0.95',
    'end-to-end a set recall=0.99',
  ]);
  const settings = cases.map(({ contenders }) =>
    contenders.map((each) => [each.name, each.details().setting]),
  );
  // Exact search is no setting of codes.
  expect(settings).toEqual([
    [
      ['clusters', 'some'],
      ['codes', 'most'],
    ],
    [['clusters', 'many']],
  ]);
});
