import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { LIMIT } from './test/support/limit.ts';

// Suites that call the library alone.
const CALLING = /^test\/(assembly|fuzz|parity|property|unit)\//;
// What is run long begins first, so that no processor waits for it at the end.
const LONG = [
  'browser/next',
  'browser/bundlers',
  'package/jest',
  'parity/workers',
  'fuzz/fuzz',
  'cli/json',
  'cli/bad-input',
];

const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((name) => `test/${name.replaceAll('\\', '/')}`)
  .filter((file) => file.endsWith('.test.ts'));

/** Whether tests replace parts of the engine or modules, which others must not see. */
function replaces(file: string): boolean {
  return /\bvi\.|setFlags/.test(readFileSync(file, 'utf8'));
}

class LongFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return at < 0 ? LONG.length : at;
    };
    return (await super.sort(specifications)).sort((a, b) => rank(a) - rank(b));
  }
}

const together = files.filter((file) => CALLING.test(file) && !replaces(file));
const packed = files.filter((file) => /^test\/(browser|package)\//.test(file));
const alone = files.filter((file) => !together.includes(file) && !packed.includes(file));

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
  test: {
    testTimeout: LIMIT,
    hookTimeout: LIMIT,
    teardownTimeout: LIMIT,
    expect: { poll: { timeout: LIMIT } },
    // All processors: vitest leaves one free by itself, which on two is half of them.
    maxWorkers: '100%',
    sequence: { sequencer: LongFirst },
    projects: [
      // Processes are kept, with the modules that they have loaded.
      { extends: true, test: { name: 'together', include: together, isolate: false } },
      { extends: true, test: { name: 'alone', include: alone } },
      {
        extends: true,
        test: { name: 'packed', include: packed, globalSetup: 'test/browser/once.ts' },
      },
    ],
  },
});
