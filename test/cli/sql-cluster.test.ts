import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKernelsSync } from '../../src/kernels/create.ts';
import { RandomHyperplanes } from '../../src/models/random-hyperplanes.ts';
import { SqlCluster } from '../../src/sql/cluster/cluster.ts';
import { relatedCodes } from '../support/codes.ts';
import { ROOT } from '../support/markdown.ts';
import { gaussianClasses } from '../support/points.ts';
import { postgresOfTests } from '../support/postgres-server.ts';
import { ClusterServers } from '../support/sql-cluster.ts';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';

const folder = scratchFolder();
// The project whose packages the commands use.
symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
const run = (line: string) => hashplane(`sql cluster ${line}`.split(' '), { cwd: folder });
const programs = postgresOfTests('plproxy');

describe.skipIf(programs === null)('hashplane sql cluster', () => {
  const servers = new ClusterServers();
  let urls: string[] = [];

  beforeAll(async () => {
    await servers.start(programs as string, 2);
    urls = [servers.url(0), servers.url(1)];
  });
  afterAll(() => servers.remove());

  test('makes a cluster, moves a partition and shows where each is', async () => {
    const kernels = createKernelsSync({ backend: 'typescript' });
    const settings = { rows: 50, classes: 5, dimensions: 8, distance: 3, seed: 4 };
    const { points } = gaussianClasses(settings);
    const hasher = new RandomHyperplanes({ kernels, bits: 16, seed: 1 }).fitSync(points);
    writeFileSync(join(folder, 'm.safetensors'), hasher.save());
    const front = `--front ${urls[0]} --table photos`;
    const partitions = `--partition ${urls[0]} --partition ${urls[0]}`;
    const made = await run(`init ${front} --hasher m.safetensors ${partitions} --json`);
    expect(jsonOf(made)).toEqual({ table: 'photos', bits: 16, partitions: 2 });
    const cluster = await SqlCluster.open(servers.connect(urls[0]), { table: 'photos' });
    await cluster.add([...Array(200).keys()], relatedCodes(200, 16, 1));
    const moved = await run(`move ${front} --number 1 --to ${urls[1]}`);
    expect(moved.stdout).toContain(`partition 1 is on 127.0.0.1:${servers.servers[1].port}`);
    const { rows, partitions: listed } = jsonOf(await run(`status ${front} --json`)) as {
      rows: number;
      partitions: { server: string }[];
    };
    expect(rows).toBe(200);
    const ports = servers.servers.map(({ port }) => `127.0.0.1:${port}/postgres`);
    expect(listed.map(({ server }) => server)).toEqual(ports);
    const { stdout } = await run(`status ${front}`);
    expect(stdout).toContain('photos: 200 codes of 16 bits');
    await servers.servers[1].stop();
    expectRefused(await run(`status ${front}`), 1, /a partition gives no answer/);
    await servers.servers[1].start();
  });

  test('refuses what is missing or wrong in one line', async () => {
    const front = `--front ${urls[0]}`;
    expectRefused(await run(`init ${front} --partition ${urls[0]}`), 2, /give --bits/);
    const three = `--partition ${urls[0]} `.repeat(3).trim();
    expectRefused(await run(`init ${front} --bits 8 ${three}`), 1, /1, 2, 4, 8, \.\.\. partitions/);
    expectRefused(await run(`status ${front} --table none`), 1, /there is no cluster "none"/);
    expectRefused(await run('status --front localhost'), 2, /postgres:\/\//);
    expectRefused(await run('shrink'), 2, /unknown command 'sql cluster shrink'/);
  });
});
