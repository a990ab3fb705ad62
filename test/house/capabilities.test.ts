import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import MODULES from '../../assembly/modules.json' with { type: 'json' };
import { POSTED } from '../../src/workers/pool.ts';
import { importsOf, ROOT, sourcesIn } from './imports.ts';

const CAPABILITIES = MODULES.map(({ name }) => name);

/** The room of a file within its house: `base` of `src/kernels/base/exports.ts`; `api` of api.ts. */
function roomOf(house: string, path: string): string {
  return path
    .slice(house.length + 1)
    .split('/')[0]
    .replace(/\.ts$/, '');
}

/** Imports within a house from rooms that `allowed` does not name for the room they stand in. */
function trespasses(house: string, allowed: (room: string) => readonly string[]): string[] {
  return importsOf(sourcesIn(house))
    .filter(({ to }) => to.startsWith(`${house}/`))
    .filter(({ from, to }) => {
      const own = roomOf(house, from);
      return ![own, ...allowed(own)].includes(roomOf(house, to));
    })
    .map(({ from, to }) => `${from} imports ${to}`);
}

describe('the kernels by capability', () => {
  test('have a room for every compiled module, and no other', () => {
    const rooms = (house: string) =>
      readdirSync(join(ROOT, house), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort();
    expect(rooms('src/kernels')).toEqual([...CAPABILITIES, 'runtime'].sort());
    expect(rooms('assembly')).toEqual([...CAPABILITIES, 'shared'].sort());
  });

  test('a capability imports api, runtime, base and itself; runtime imports api alone', () => {
    const lower: Readonly<Record<string, string[]>> = { api: [], runtime: ['api'] };
    // `create` starts a backend, which has the base alone.
    const allowed = (room: string) => lower[room] ?? ['api', 'runtime', 'base'];
    expect(trespasses('src/kernels', allowed)).toEqual([]);
  });

  test('in assembly/ a capability imports shared, base and itself', () => {
    const allowed = (room: string) => (room === 'shared' ? [] : ['shared', 'base']);
    expect(trespasses('assembly', allowed)).toEqual([]);
  });

  test('each compiled module is embedded by its own room', () => {
    const found = importsOf(sourcesIn('src'))
      .filter(({ to }) => to.endsWith('.wasm'))
      .map(({ from, to }) => `${roomOf('src/kernels', from)}: ${to}`);
    const expected = MODULES.flatMap(({ name, targets }) =>
      targets.map((target) => `${name}: build/wasm/${name}-${target}.wasm`),
    );
    expect(found.sort()).toEqual(expected.sort());
  });

  test('the pool posts its workers the modules that their script can start', async () => {
    const { metafile } = await build({
      absWorkingDir: ROOT,
      entryPoints: ['src/workers/worker.ts'],
      bundle: true,
      write: false,
      metafile: true,
      loader: { '.wasm': 'empty' },
      logLevel: 'silent',
    });
    const [{ inputs }] = Object.values(metafile.outputs);
    const reached = CAPABILITIES.filter((name) => `src/kernels/${name}/kernels.ts` in inputs);
    // Posted with the calls that need them, so that pools without such calls don't carry them.
    const posted = [...POSTED.map(({ name }) => name), 'network-training', 'descriptors'];
    expect(posted.sort()).toEqual(reached.sort());
  });
});
