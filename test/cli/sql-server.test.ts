import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKernelsSync } from '../../src/kernels/create.ts';
import { RandomHyperplanes } from '../../src/models/random-hyperplanes.ts';
import { HammingSearch } from '../../src/search/hamming-search.ts';
import { npy } from '../support/make-files.ts';
import { ROOT } from '../support/markdown.ts';
import { gaussianClasses } from '../support/points.ts';
import {
  createPostgresServer,
  type PostgresServer,
  postgresOfTests,
} from '../support/postgres-server.ts';
import { hashplane, jsonOf, scratchFolder } from './program.ts';

const programs = postgresOfTests();
const folder = scratchFolder();
symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
const run = (line: string) => hashplane(line.split(' '), { cwd: folder });

describe.skipIf(programs === null)('hashplane sql --url', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await createPostgresServer(programs as string);
  });
  afterAll(() => server?.stop());

  test('loads into a server, searches there, and copies within it', async () => {
    const settings = { rows: 3000, classes: 50, dimensions: 8, distance: 3, seed: 4 };
    const { points } = gaussianClasses(settings);
    const kernels = createKernelsSync({ backend: 'typescript' });
    const hasher = new RandomHyperplanes({ kernels, bits: 64, seed: 1 }).fitSync(points);
    writeFileSync(join(folder, 'x.npy'), npy([...points.data], [3000, 8]));
    writeFileSync(join(folder, 'q.npy'), npy([...points.slice(0, 2).data], [2, 8]));
    writeFileSync(join(folder, 'm.safetensors'), hasher.save());
    const url = `--url ${server.url()}`;
    const loaded = await run(`sql load x.npy --hasher m.safetensors ${url} --json`);
    expect(jsonOf(loaded)).toMatchObject({ loaded: 3000, rows: 3000, bits: 64 });
    const moved = await run(`sql move ${url} --to-url ${server.url()} --to-table copies --json`);
    expect(jsonOf(moved)).toMatchObject({ rows: 3000, table: 'copies' });
    const found = await run(`sql search --queries q.npy --k 5 ${url} --table copies --json`);
    const codes = hasher.encode(points);
    const expected = new HammingSearch(kernels, codes).nearest(codes.select([0, 1]), 5);
    expect((jsonOf(found) as { results: { neighbours: unknown }[] }).results).toMatchObject(
      expected.map(({ rows, distances }) => ({
        neighbours: Array.from(rows, (id, i) => ({ id, distance: distances[i] })),
      })),
    );
  });
});
