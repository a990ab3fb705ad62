import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    {
      // The library imports a compiled module as a function that decodes its bytes, as
      // scripts/build/embed-modules.mjs makes it; this does the same for tests on the sources.
      name: 'wasm-bytes',
      enforce: 'pre',
      load(id) {
        if (!id.endsWith('.wasm')) return null;
        const base64 = readFileSync(id).toString('base64');
        return `export default () => Uint8Array.from(atob('${base64}'), (c) => c.charCodeAt(0));`;
      },
    },
  ],
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000 },
});
