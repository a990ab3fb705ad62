import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { npy } from '../support/make-files.ts';
import { gaussianPoints } from '../support/points.ts';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';

const folder = scratchFolder();
const run = (...args: string[]) => hashplane(args, { cwd: folder });
const points = gaussianPoints(1000, 40, 3);
const queries = gaussianPoints(30, 40, 4);
writeFileSync(join(folder, 'points.npy'), npy(points.data, [1000, 40]));
writeFileSync(join(folder, 'queries.npy'), npy(queries.data, [30, 40]));

interface Tuned {
  readonly queries: number;
  readonly areOwn: boolean;
  readonly recall: number;
  readonly cheapest: number;
  readonly ways: {
    readonly isOwn: boolean;
    readonly bitsPerDimension: number | null;
    readonly reranks: boolean;
    readonly recall: number;
    readonly candidates: number;
    readonly reachesRecall: boolean;
  }[];
}

describe('hashplane tune', () => {
  test('shows what each way to index finds, and marks the quickest that finds enough', async () => {
    await run('index', 'points.npy', '--recall', '0.9', '--out', 'x.index');
    const tuned = jsonOf(await run('tune', 'x.index', '--json')) as unknown as Tuned;
    expect(tuned).toMatchObject({ queries: 100, areOwn: true, recall: 0.9 });
    const ways = tuned.ways.map(({ bitsPerDimension, reranks }) => [bitsPerDimension, reranks]);
    const [with1, with2, with4] = [1, 2, 4].map((bits) => [
      [bits, true],
      [bits, false],
    ]);
    expect(ways).toEqual([[null, true], ...with1!, ...with2!, ...with4!]);
    expect(tuned.ways[tuned.cheapest]!.reachesRecall).toBe(true);
    for (const { reranks, reachesRecall } of tuned.ways)
      if (reranks) expect(reachesRecall).toBe(true);
  });

  test('asks the queries that it is given, for a recall and k', async () => {
    await run('index', 'points.npy', '--out', 'x.index');
    const args = ['--queries', 'queries.npy', '--recall', '1', '--k', '3', '--json'];
    const tuned = jsonOf(await run('tune', 'x.index', ...args)) as unknown as Tuned;
    expect(tuned).toMatchObject({ queries: 30, areOwn: false, recall: 1, k: 3 });
    expect(tuned.ways[0]).toMatchObject({ isOwn: true, recall: 1, candidates: 1000 });
  });

  test('prints a table for people', async () => {
    await run('index', 'points.npy', '--out', 'x.index');
    const { stdout } = await run('tune', 'x.index');
    expect(stdout).toMatch(
      /^codes +re-ranked +candidates +recall@10 +ms a query +MB +reaches 0.95\n/,
    );
    expect(stdout).toContain('\n4 bits a dimension');
    expect(stdout).toContain('1,000 vectors of 40 values; 100 of its own vectors');
    expect(stdout).toContain('yes, quickest');
  });

  test('refuses an index without vectors, with the way out', async () => {
    await run('index', 'points.npy', '--keep', 'none', '--out', 'none.index');
    expectRefused(await run('tune', 'none.index'), 1, /made with --keep float32 or int8/);
  });
});

describe('a recall on the command line', () => {
  test('is measured by index, and told by search', async () => {
    const made = await run('index', 'points.npy', '--recall', '0.9', '--out', 'x.index');
    expect(made.stdout).toMatch(
      /\nrecall@10 \d\.\d+ of 0.9 aimed at, \d+ candidates and .* ms a query/,
    );
    const told = await run('search', 'x.index', '--queries', 'queries.npy');
    expect(told.stdout).toMatch(/; recall expected \d\.\d+ \(aimed at 0.9\)\n$/);
    const asked = await run('search', 'x.index', '--queries', 'queries.npy', '--candidates', '9');
    expect(asked.stdout).not.toContain('aimed');
  });

  test('is a share, and stands alone', async () => {
    await run('index', 'points.npy', '--out', 'x.index');
    const search = ['search', 'x.index', '--queries', 'queries.npy', '--recall'];
    expectRefused(await run(...search, '1.2'), 2, /--recall/);
    expectRefused(await run(...search, '0.9', '--candidates', '9'), 2, /--recall and --candidates/);
  });
});
