import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { writeDatasets } from './datasets.ts';
import { writeLargeFile } from './large-file.ts';
import { canMount, inMounts } from './mounts.ts';
import { expectRefused, hashplane, scratchFolder } from './program.ts';

// Whatever interrupts the writing of a file, the old one stays whole, and it is said what happened.

const folder = scratchFolder();
writeDatasets(folder);
writeLargeFile(join(folder, 'large.npy'), 2_000_000);
const OLD = 'the old file, whole';

/** What `train` writes. */
const MODEL = 'model.safetensors';

/** A folder with an old file in the place of the output. */
function withOld(name = 'codes.npy'): { out: string; inside: string } {
  const inside = mkdtempSync(join(folder, 'out-'));
  const out = join(inside, name);
  writeFileSync(out, OLD);
  return { inside, out };
}

const temporaries = (inside: string) =>
  readdirSync(inside).filter((name) => name !== 'codes.npy' && name !== MODEL);

/** Encodes for many seconds, and is sent a signal once codes are being written. */
function interrupted(out: string, inside: string, signal: NodeJS.Signals) {
  const args = ['encode', 'large.npy', '--bits', '2048', '--no-centre', '--out', out];
  return hashplane(args, {
    cwd: folder,
    onStart: (kill) => void whenWritten(inside).then(() => kill(signal)),
  });
}

async function whenWritten(inside: string): Promise<void> {
  for (;;) {
    const [name] = temporaries(inside);
    if (name !== undefined && statSync(join(inside, name)).size > 1000) return;
    await sleep(5);
  }
}

/** Arguments that train on the points of a pipe of this name, which is made. */
function trainFromPipe(name: string): string[] {
  expect(spawnSync('mkfifo', [join(folder, name)]).status).toBe(0);
  // A cost at which no SVM is solved before long.
  return ['train', name, '--labels', 'labels.npy', '--method', 'grh', '--cost', '1e6'];
}

describe.skipIf(process.platform === 'win32')('a signal', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s while codes are written leaves the old file alone', async (signal, code) => {
    const { out, inside } = withOld();
    const outcome = await interrupted(out, inside, signal);
    expectRefused(outcome, code, new RegExp(`stopped by ${signal}: .*codes\\.npy is as it was`));
    expect(readFileSync(out, 'utf8')).toBe(OLD);
    expect(temporaries(inside)).toEqual([]);
  });

  test('while a hasher is trained ends it at once, without a file', async () => {
    const { out, inside } = withOld(MODEL);
    const outcome = await hashplane([...trainFromPipe('train'), '--bits', '4096', '--out', out], {
      cwd: folder,
      onStart: async (kill) => {
        const pipe = await open(join(folder, 'train'), 'w');
        await pipe.writeFile(readFileSync(join(folder, 'points.npy')));
        await pipe.close();
        // Hours of work, of which some is done now.
        await sleep(500);
        kill('SIGINT');
      },
    });
    expectRefused(outcome, 130, /stopped by SIGINT: .*model\.safetensors is as it was/);
    expect(readFileSync(out, 'utf8')).toBe(OLD);
    expect(temporaries(inside)).toEqual([]);
  });

  test('ends what waits for a pipe that nobody fills, too', async () => {
    const { out } = withOld(MODEL);
    let pipe: FileHandle | undefined;
    const outcome = await hashplane([...trainFromPipe('stuck'), '--out', out], {
      cwd: folder,
      onStart: async (kill) => {
        // The pipe opens when the program does so too, ready for signals.
        pipe = await open(join(folder, 'stuck'), 'w');
        kill('SIGINT');
      },
    });
    await pipe?.close();
    expect(outcome).toMatchObject({ code: null, signal: 'SIGINT', stdout: '' });
    expect(outcome.stderr).toMatch(/^hashplane: stopped by SIGINT: .* is as it was before\n$/);
    expect(readFileSync(out, 'utf8')).toBe(OLD);
  });
});

test('a killed process leaves the old file whole, and its remains go with the next one', async () => {
  const { out, inside } = withOld();
  const outcome = await interrupted(out, inside, 'SIGKILL');
  expect(outcome).toMatchObject({ signal: 'SIGKILL', stdout: '' });
  expect(readFileSync(out, 'utf8')).toBe(OLD);
  expect(temporaries(inside)).toHaveLength(1);
  const next = await hashplane(['encode', 'points.npy', '--out', out], { cwd: folder });
  expect(next).toMatchObject({ code: 0, stderr: '' });
  expect(statSync(out).size).toBe(128 + 240 * 8);
  expect(temporaries(inside)).toEqual([]);
});

test('two processes that write one file at once leave one of both, whole', async () => {
  const encode = (seed: number, out: string) =>
    hashplane(['encode', 'points.npy', '--seed', String(seed), '--out', out], { cwd: folder });
  const { out, inside } = withOld();
  const alone = [1, 2].map((seed) => join(folder, `alone-${seed}.npy`));
  const outcomes = await Promise.all([
    encode(1, out),
    encode(2, out),
    encode(1, alone[0]),
    encode(2, alone[1]),
  ]);
  expect(outcomes.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
    Array(4).fill({ code: 0, stderr: '' }),
  );
  expect(readFileSync(out)).toBeOneOf(alone.map((path) => readFileSync(path)));
  expect(readFileSync(alone[0])).not.toEqual(readFileSync(alone[1]));
  expect(temporaries(inside)).toEqual([]);
});

const mounts = canMount('a full or read-only disk');

describe.skipIf(!mounts)('a full disk', () => {
  const RULE = /can't write small\/[^:]+: no space left on the device/;
  const check = ['echo "code $?"', 'ls -A small', 'cat small/old'];

  test.each([
    ['encode', '$HASHPLANE encode large.npy --bits 64 --no-centre'],
    ['train', '$HASHPLANE train points.npy --bits 4096 --no-centre'],
  ])('during %s is said, and the old file stays', (_, command) => {
    // What fills the disk beside the output, but for one codes' file and a half.
    const fill = ['head -c 300000 /dev/zero > small/filler', `printf '${OLD}' > small/old`];
    const run = `${command} --out small/old`;
    const { stdout, stderr } = inMounts([...fill, run, ...check], folder);
    expect(stderr).toMatch(/^hashplane: [^\n]+\n$/);
    expect(stderr).toMatch(RULE);
    expect(stdout).toBe(`code 1\nfiller\nold\n${OLD}`);
  });

  test('during the tutorial keeps what was written before', () => {
    const run = [
      'mkdir small/old',
      'head -c 500000 /dev/zero > small/filler',
      '$HASHPLANE tutorial --data points.npy --labels labels.npy --queries 40 --train 60 --out small/old',
      'echo "code $?"',
      'ls -A small/old',
    ];
    const { stdout, stderr } = inMounts(run, folder);
    expect(stderr).toMatch(RULE);
    expect(stdout).toMatch(/^code 1\n(results\.json\n)?$/);
  });
});

describe.skipIf(!mounts)(
  'a read-only folder is refused before the work, and stays as it is',
  () => {
    test.each([
      ['encode', '$HASHPLANE encode nowhere.npy --out fixed/codes.npy'],
      ['train', '$HASHPLANE train nowhere.npy --out fixed/model.safetensors'],
      ['a new folder in it', '$HASHPLANE encode nowhere.npy --out fixed/new/codes.npy'],
      ['tutorial', '$HASHPLANE tutorial --data nowhere.npy --out fixed'],
      ['bench', '$HASHPLANE bench --out fixed'],
    ])('%s', (_, command) => {
      mkdirSync(join(folder, 'fixed'), { recursive: true });
      writeFileSync(join(folder, 'fixed/codes.npy'), OLD);
      const { stdout, stderr } = inMounts([command, 'echo "code $?"'], folder);
      expect(stderr).toMatch(/^hashplane: can't write [^\n]*: the file system is read-only\n$/);
      expect(stdout).toBe('code 1\n');
      expect(readdirSync(join(folder, 'fixed'))).toEqual(['codes.npy']);
      expect(readFileSync(join(folder, 'fixed/codes.npy'), 'utf8')).toBe(OLD);
    });
  },
);
