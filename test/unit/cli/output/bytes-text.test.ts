import { expect, test } from 'vitest';
import { bytesText } from '../../../../src/cli/output/bytes-text.ts';

test('numbers of bytes are told in the unit that suits them', () => {
  expect([1, 999_001, 1e6, 727_508 * 1024, 1e9, 2_062_768 * 1024].map(bytesText)).toEqual([
    '1 kB',
    '1000 kB',
    '1.0 MB',
    '745.0 MB',
    '1.0 GB',
    '2.1 GB',
  ]);
});
