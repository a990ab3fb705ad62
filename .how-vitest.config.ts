import { defineConfig } from 'vitest/config';
export default defineConfig({ test: { testTimeout: 120000, hookTimeout: 120000, maxWorkers: 1, include: ['test/browser/demo/how*.test.ts'] } });
