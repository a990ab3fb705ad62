import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonFaultAt } from '../../../../src/data/text/json-fault.ts';

test.each([
  ['', 0],
  ['[1, 2', 5],
  ['[1, 2]]', 6],
  ['[1,]', 3],
  ['{"a" 1}', 5],
  ['{"a": 1,}', 8],
  ['{a: 1}', 1],
  ['[1, 02]', 5],
  ['["a\nb"]', 1],
  ['["a\\x"]', 1],
  ['[NaN]', 1],
  ['[1] x', 4],
  ['["\\u12"]', 1],
])('%j stops being JSON at %d', (text, at) => {
  expect(jsonFaultAt(text)).toBe(at);
});

test('JSON stops at its end alone', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(3), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(jsonFaultAt(text)).toBe(text.length);
    }),
  );
});

test('what comes before a fault has none', () => {
  const spoiled = fc
    .tuple(fc.jsonValue(), fc.nat(60), fc.constantFrom('"', '[', '}', ',', ':', '1', 'x', '\\'))
    .map(([value, at, mark]) => {
      const text = JSON.stringify(value);
      return text.slice(0, at) + mark + text.slice(at);
    });
  fc.assert(
    fc.property(spoiled, (text) => {
      let isSound = true;
      try {
        JSON.parse(text);
      } catch {
        isSound = false;
      }
      const at = jsonFaultAt(text);
      if (isSound) expect(at).toBe(text.length);
      // What comes before the fault has none of its own.
      expect(jsonFaultAt(text.slice(0, at))).toBe(at);
    }),
    { numRuns: 500 },
  );
});

test('it is linear: a million brackets, or a long string, take no stack', () => {
  expect(jsonFaultAt('['.repeat(1e6))).toBe(1e6);
  expect(jsonFaultAt(`["${'a'.repeat(1e7)}" x]`)).toBe(1e7 + 4);
});
