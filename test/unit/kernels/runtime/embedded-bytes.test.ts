import { expect, test } from 'vitest';
import { embedModules, textOf } from '../../../../scripts/build/embed-modules.mjs';
import { embeddedBytes } from '../../../../src/kernels/runtime/embedded-bytes.ts';

/** What the bundler loads for a file. */
function loaded(path: string): string {
  let contents = '';
  embedModules.setup({
    onLoad: (_: unknown, load: (file: { path: string }) => { contents: string }) => {
      contents = load({ path }).contents;
    },
  });
  return contents;
}

test('every byte comes back, whatever is beside it', () => {
  const common = loaded(import.meta.filename).match(/"([0-9a-z]{88})"\);$/)![1];
  const bytes = Uint8Array.from({ length: 65_536 }, (_, i) => (i & 1 ? i >> 8 : i >> 1));
  const text = textOf(bytes);
  expect(embeddedBytes(text, common)).toEqual(bytes);
  expect(text).toMatch(/^[#-[\]-_a-~]+$/);
});
