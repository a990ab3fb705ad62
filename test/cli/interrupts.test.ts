import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { describeHasher } from '../../src/models/describe-hasher.ts';
import { writeDatasets } from './datasets.ts';
import { writeLargeFile } from './large-file.ts';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';
import { hasTerminal, type Stop, stoppedOnTerminal } from './terminal.ts';

// Each command is stopped at a moment that it shows by itself, in work that takes minutes and more.

vi.setConfig({ testTimeout: 600_000 });

const ESCAPE = '\u001b';
const CLEARED = `\r${ESCAPE}[K`;
const OLD = 'the old file, whole';

const folder = scratchFolder();
writeDatasets(folder);
writeLargeFile(join(folder, 'large.npy'), 400_000);
writeLargeFile(join(folder, 'rows.npy'), 20_000);
const freshFolder = () => mkdtempSync(join(folder, 'out-'));

/** A folder with an old file in the place of what a command makes. */
function withOld(): { out: string; inside: string } {
  const inside = freshFolder();
  const out = join(inside, 'made');
  writeFileSync(out, OLD);
  return { out, inside };
}

/** The one line that a command leaves on the terminal, below no remains of its progress. */
async function lineOf(args: readonly string[], stop: Stop, code: number): Promise<string> {
  const outcome = await stoppedOnTerminal(args, folder, stop);
  expect(outcome).toMatchObject({ code, stdout: '' });
  const last = outcome.shown.split(CLEARED).at(-1)!.replaceAll('\r\n', '\n');
  expect(last).toMatch(/^hashplane: stopped by SIG[A-Z]+: [^\n]+\n$/);
  return last.trimEnd();
}

const POINTS = ['--data', 'points.npy', '--labels', 'labels.npy'];
const TUTORIAL = ['tutorial', ...POINTS, '--queries', '40', '--train', '60', '--bits', '4096'];
const SLOW = ['--iterations', '1000', '--cost', '1e6'];
const QUICK = ['--supervision', '60', '--bits', '8', '--queries-per-class', '10', '--no-tune'];
const EVALUATE = ['evaluate', 'points.npy', '--labels', 'labels.npy', ...QUICK];
const MANY = ['--methods', 'lsh', '--partitions', '1000'];

describe.skipIf(!hasTerminal('Ctrl-C'))('Ctrl-C on a terminal', () => {
  test.each([
    ['Ctrl-C', 'SIGINT', 130],
    ['SIGTERM', 'SIGTERM', 143],
  ] as const)('ends the tutorial, which writes nothing: %s', async (by, signal, code) => {
    const out = join(folder, `never-${by}`);
    const stop = { when: /GRH \(tutorial\), 4096 bits: training/, by };
    const line = await lineOf([...TUTORIAL, ...SLOW, '--out', out], stop, code);
    expect(line).toBe(`hashplane: stopped by ${signal}: nothing was written`);
    expect(existsSync(out)).toBe(false);
  });

  test.each(['1', '2'])('ends evaluate, which says what it kept: %s threads', async (threads) => {
    const out = freshFolder();
    const args = [...EVALUATE, ...MANY, '--threads', threads, '--out', out];
    const line = await lineOf(args, { when: /partition ([4-9]|\d\d+) of 1000/, by: 'Ctrl-C' }, 130);
    const cells = readdirSync(join(out, 'cells'));
    expect(cells.filter((name) => !name.endsWith('.json'))).toEqual([]);
    expect(line).toBe(
      `hashplane: stopped by SIGINT: ${cells.length} finished cells are kept in ${out}/cells, ` +
        'and the same command goes on after them',
    );
    expect(readdirSync(out)).toEqual(['cells']);
  });

  test('ends evaluate without --out, which keeps nothing', async () => {
    const stop = { when: /partition ([4-9]|\d\d+) of 1000/, by: 'Ctrl-C' } as const;
    expect(await lineOf([...EVALUATE, ...MANY, '--threads', '1'], stop, 130)).toMatch(
      /SIGINT: nothing was written; with --out finished cells are kept$/,
    );
  });

  test.each<[string, RegExp, string[]]>([
    ['index', /adding: [1-9]/, ['index', 'large.npy', '--method', 'lsh', '--bits', '4096']],
    ['encode', /encoding: /, ['encode', 'large.npy', '--bits', '4096', '--no-centre']],
    [
      'train',
      /iteration 1 of/,
      [
        'train',
        'points.npy',
        '--labels',
        'labels.npy',
        '--method',
        'grh',
        '--bits',
        '4096',
        ...SLOW,
      ],
    ],
  ])('ends %s, which leaves the old file alone', async (_, when, args) => {
    const { out, inside } = withOld();
    const line = await lineOf([...args, '--out', out], { when, by: 'Ctrl-C' }, 130);
    const written = args[0] === 'train' ? 'nothing was written, and ' : '';
    expect(line).toBe(`hashplane: stopped by SIGINT: ${written}${out} is as it was before`);
    expect(readFileSync(out, 'utf8')).toBe(OLD);
    expect(readdirSync(inside)).toEqual(['made']);
  });

  test.each<[string, RegExp, string[], RegExp]>([
    ['iterations', /iteration ([3-9]|\d\d+) of/, SLOW.slice(0, 2), /after \d+ iterations of 1000$/],
    ['settings', /[1-9]\d*% .*choosing settings/, ['--tune'], /of the best settings so far$/],
  ])('ends train, which keeps the best so far: %s', async (_, when, more, kept) => {
    const { out, inside } = withOld();
    const args = [
      'train',
      'points.npy',
      '--labels',
      'labels.npy',
      '--method',
      'grh',
      '--bits',
      '512',
    ];
    const stop = { when, by: 'Ctrl-C' } as const;
    const line = await lineOf([...args, ...more, '--out', out], stop, 130);
    expect(line.startsWith(`hashplane: stopped by SIGINT: ${out} holds the hasher `)).toBe(true);
    expect(line).toMatch(kept);
    expect(describeHasher(readFileSync(out))).toMatchObject({ method: 'grh', bits: 512 });
    expect(readdirSync(inside)).toEqual(['made']);
  });

  test('ends bench, which writes nothing', async () => {
    const out = join(folder, 'never-bench');
    const args = ['bench', '--suite', 'tutorial', '--seconds', '3600', '--out', out];
    const line = await lineOf(args, { when: /timing wasm/, by: 'Ctrl-C' }, 130);
    expect(line).toBe('hashplane: stopped by SIGINT: nothing was written');
    expect(existsSync(out)).toBe(false);
  });

  test('ends search, which prints nothing', async () => {
    const made = [
      'index',
      'rows.npy',
      '--metric',
      'euclidean',
      '--bits',
      '8',
      '--out',
      'rows.index',
    ];
    jsonOf(await hashplane([...made, '--json'], { cwd: folder }));
    const args = [
      'search',
      'rows.index',
      '--queries',
      'rows.npy',
      '--candidates',
      'all',
      '--k',
      '1',
    ];
    const line = await lineOf(args, { when: /searching: /, by: 'Ctrl-C' }, 130);
    expect(line).toBe('hashplane: stopped by SIGINT: nothing was written');
  });
});

describe.skipIf(process.platform === 'win32')('a signal while a file is read from a pipe', () => {
  beforeAll(async () => {
    const args = ['index', 'points.npy', '--out', 'points.index', '--json'];
    jsonOf(await hashplane(args, { cwd: folder }));
  });

  test.each([
    ['info', 'points.npy'],
    ['buckets', 'points.index'],
  ])('ends %s', async (command, file) => {
    const pipe = join(folder, `${command}-pipe`);
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    const outcome = await hashplane([command, pipe], {
      cwd: folder,
      onStart: async (kill) => {
        // It opens when the program reads from it, and is ready for signals.
        const writer = await open(pipe, 'w');
        kill('SIGINT');
        await writer.writeFile(readFileSync(join(folder, file)));
        await writer.close();
      },
    });
    expectRefused(outcome, 130, /: stopped by SIGINT: nothing was written$/m);
  });
});

describe('a signal while data are downloaded', () => {
  test('ends data get, which says what it kept', async () => {
    const sent = Buffer.alloc(1000, 7);
    const server = createServer((_, answer) => {
      answer.writeHead(200);
      // The rest never comes.
      answer.write(sent);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const part = join(folder, 'data/cifar10/cifar-10-binary.tar.gz.part');
    try {
      const outcome = await hashplane(['data', 'get', 'cifar10'], {
        cwd: folder,
        env: {
          HASHPLANE_DATA_ADDRESS: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        },
        onStart: async (kill) => {
          const size = () => statSync(part, { throwIfNoEntry: false })?.size ?? 0;
          while (size() < sent.length) await new Promise((done) => setTimeout(done, 5));
          kill('SIGINT');
        },
      });
      expect(outcome).toMatchObject({ code: 130, signal: null });
      expect(outcome.stderr).toBe(
        'hashplane: stopped by SIGINT: 1,000 of 170,052,171 bytes of ' +
          'data/cifar10/cifar-10-binary.tar.gz are kept, and the next call goes on after them\n',
      );
      expect(readFileSync(part)).toEqual(sent);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
