import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitDataset } from '../../../src/data/dataset/split.ts';
import { PROTOCOLS } from '../../../src/evaluation/protocols/protocol.ts';
import { PROTOCOL } from '../../../src/evaluation/protocols/registry.ts';

const LABELS = Int32Array.from({ length: 600 }, (_, i) => (i * i) % 7);
const classSize = (label: number) => LABELS.filter((other) => other === label).length;
const present = [...new Set(LABELS)];
const SETTINGS = { supervision: 90, queriesPerClass: 8, seed: 3 };
const overlap = (a: Uint32Array, b: Uint32Array) => {
  const known = new Set(a);
  return b.filter((row) => known.has(row)).length;
};

describe.each(PROTOCOLS)('the protocol %s', (name) => {
  const protocol = PROTOCOL[name];

  test('is known by its name', () => {
    expect(protocol.name).toBe(name);
  });

  test('keeps queries apart from database and learning, labelled points among the visible', () => {
    const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const property = fc.property(seeds, fc.integer({ min: 30, max: 200 }), (seed, supervision) => {
      const parts = protocol.divide(LABELS, { ...SETTINGS, seed, supervision });
      const { queries, database, labelled, visible } = parts;
      for (const rows of [queries, database, labelled, visible]) {
        expect(new Set(rows).size).toBe(rows.length);
        expect(rows.every((row) => row < LABELS.length)).toBe(true);
      }
      expect(labelled).toHaveLength(supervision);
      expect(overlap(queries, database)).toBe(0);
      expect(overlap(queries, visible)).toBe(0);
      expect(overlap(visible, labelled)).toBe(supervision);
    });
    fc.assert(property, { numRuns: 20 });
  });

  test('gives the same parts for a seed, and more labels add to fewer', () => {
    const one = protocol.divide(LABELS, SETTINGS);
    expect(protocol.divide(LABELS, SETTINGS)).toEqual(one);
    const more = protocol.divide(LABELS, { ...SETTINGS, supervision: 120 });
    expect(more.queries).toEqual(one.queries);
    if (name === 'tutorial') return;
    expect(more.database).toEqual(one.database);
    expect(overlap(more.labelled, one.labelled)).toBe(90);
    const other = protocol.divide(LABELS, { ...SETTINGS, seed: 4 });
    expect(other.queries).not.toEqual(one.queries);
  });
});

describe('the parts', () => {
  test('of the paper: queries of each class, all others the database, which holds the labelled', () => {
    const { queries, database, labelled, visible } = PROTOCOL.paper.divide(LABELS, SETTINGS);
    for (const label of present) {
      expect(queries.filter((row) => LABELS[row] === label)).toHaveLength(8);
    }
    expect(database).toHaveLength(600 - 8 * present.length);
    expect(visible).toEqual(database);
    expect(overlap(database, labelled)).toBe(90);
  });

  test('held out: nothing of the database was seen', () => {
    const { queries, database, visible } = PROTOCOL['held-out'].divide(LABELS, SETTINGS);
    expect(overlap(database, visible)).toBe(0);
    expect(database.length + visible.length + queries.length).toBe(600);
  });

  test('of unseen classes: no class is on both sides', () => {
    const parts = PROTOCOL['unseen-classes'].divide(
      LABELS.map((label, i) => label * 2 + (i % 2)),
      SETTINGS,
    );
    const classes = (rows: Uint32Array) =>
      new Set(Array.from(rows, (row) => LABELS[row] * 2 + (row % 2)));
    const asked = classes(parts.queries);
    expect(classes(parts.database)).toEqual(asked);
    for (const label of classes(parts.visible)) expect(asked.has(label)).toBe(false);
  });

  test('of the tutorial are those of its split', () => {
    const { queries, database, labelled } = PROTOCOL.tutorial.divide(LABELS, SETTINGS);
    const split = splitDataset(600, { queries: 0.002, train: 90, seed: 42 });
    expect({ queries, database, train: labelled }).toEqual(split);
    expect(overlap(database, labelled)).toBe(0);
  });
});

test('a database of so many points leaves the others to learn from', () => {
  const all = PROTOCOL['held-out'].divide(LABELS, { ...SETTINGS, database: 50 });
  const sizes = [all.queries, all.database, all.visible].map(({ length }) => length);
  expect(sizes).toEqual([8 * present.length, 50, 600 - 8 * present.length - 50]);
  expect(overlap(all.database, all.visible)).toBe(0);
  const half = Math.ceil((600 - 8 * present.length) / 2);
  const halved = PROTOCOL['held-out'].divide(LABELS, SETTINGS);
  expect(PROTOCOL['held-out'].divide(LABELS, { ...SETTINGS, database: half })).toEqual(halved);
  const whole = { ...SETTINGS, database: 600 - 8 * present.length };
  expect(() => PROTOCOL['held-out'].divide(LABELS, whole)).toThrow('must leave points');
});

describe('too small a dataset is refused', () => {
  test('where a class has no more points than queries', () => {
    const smallest = Math.min(...present.map(classSize));
    const settings = { ...SETTINGS, queriesPerClass: smallest };
    expect(() => PROTOCOL.paper.divide(LABELS, settings)).toThrow(
      `has ${smallest} points for ${smallest} queries`,
    );
  });

  test('where more labels are wanted than there are points', () => {
    const settings = { ...SETTINGS, supervision: 601 };
    const message = `supervision must be at most ${600 - 8 * present.length}`;
    expect(() => PROTOCOL.paper.divide(LABELS, settings)).toThrow(message);
  });

  test('where classes are too few to hide some', () => {
    const few = LABELS.map((label) => label % 3);
    expect(() => PROTOCOL['unseen-classes'].divide(few, SETTINGS)).toThrow(
      'needs four classes or more, not',
    );
  });
});
