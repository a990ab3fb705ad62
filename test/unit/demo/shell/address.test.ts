import { describe, expect, test } from 'vitest';
import { readAddress, writeAddress } from '../../../../src/demo/shell/address.ts';

describe('an address of the page', () => {
  test.each([
    ['#/search', 'search', ''],
    ['#/train?bits=16&alpha=0.25', 'train', 'bits=16&alpha=0.25'],
    ['#how', 'how', ''],
    ['', 'search', ''],
    ['#/nowhere?x=1', 'search', 'x=1'],
    ['#/toString', 'search', ''],
  ])('%j shows the view %s', (hash, view, parameters) => {
    const address = readAddress(hash);
    expect([address.view, address.parameters.toString()]).toEqual([view, parameters]);
  });

  test('says what is written into it', () => {
    const hash = writeAddress('search', { q: 'T-shirt & co', k: 3 });
    const { view, parameters } = readAddress(hash);
    expect([view, ...parameters]).toEqual(['search', ['q', 'T-shirt & co'], ['k', '3']]);
    expect(writeAddress('race')).toBe('#/race');
  });
});
