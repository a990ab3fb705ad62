import { expect, test } from 'vitest';
import { listZip } from '../../../../src/data/archives/zip.ts';
import { zipOf } from '../../../support/make-archives.ts';

test("takes names that are no UTF-8 as older programs' code page, so that they stay apart", () => {
  const data = Uint8Array.of(1);
  const archive = zipOf({ 'str?nde.png': data, 'w!lder.png': data, größe: data });
  // ae and AE of the code page 437.
  const old = archive.map((byte) => ({ 63: 0x84, 33: 0x8e })[byte] ?? byte);
  expect(listZip(old).map(({ name }) => name)).toEqual(['strände.png', 'wÄlder.png', 'größe']);
});
