import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileError } from '../../../src/core/errors.ts';
import { download } from '../../../src/node/download/download.ts';
import { failure } from '../../support/make-files.ts';

const content = Buffer.from(Uint8Array.from({ length: 100_000 }, (_, i) => (i * 31) % 251));
const sha256 = createHash('sha256').update(content).digest('hex');

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let folder: string;
let answers: Answer[];
let ranges: (string | undefined)[];
let base: string;
let close: () => Promise<unknown>;

/** A server that answers the n-th request by the n-th answer, and later ones by the last. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hashplane-download-'));
  ranges = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const answer = answers[Math.min(ranges.length, answers.length) - 1];
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

const whole: Answer = (_, response) => response.end(content);

/** Serves ranges as servers of files do. */
const ranged: Answer = ({ headers }, response) => {
  const start = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
  if (start > 0) {
    response.writeHead(206, { 'content-range': `bytes ${start}-99999/100000` });
  }
  response.end(content.subarray(start));
};

const statsOfPart = () =>
  statSync(join(folder, 'data/file.part'), { bigint: true, throwIfNoEntry: false });
const sizeOfPart = () => Number(statsOfPart()?.size);
const writtenAt = () => statsOfPart()?.mtimeNs;

/** Sends so many bytes of what it promised, and hangs up once they are in the file. */
const cutAfter =
  (bytes: number): Answer =>
  async (_, response) => {
    const before = writtenAt();
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, bytes));
    // A connection that is cut at once may take with it what it brought.
    while (writtenAt() === before || sizeOfPart() !== bytes) await sleep(5);
    response.destroy();
  };

const status =
  (code: number, headers = {}): Answer =>
  (_, response) =>
    response.writeHead(code, headers).end();

function get(urls = [`${base}/file`], expected = sha256) {
  const path = join(folder, 'data/file');
  return download({ urls, path, size: content.length, sha256: expected });
}

function expectWhole(): void {
  expect(readFileSync(join(folder, 'data/file')).equals(content)).toBe(true);
  expect(existsSync(join(folder, 'data/file.part'))).toBe(false);
}

test('a file is downloaded once', async () => {
  answers = [whole];
  expect(await get()).toBe('downloaded');
  expectWhole();
  expect(await get()).toBe('present');
  expect(ranges).toEqual([undefined]);
});

test('a cut connection goes on where it ended', async () => {
  answers = [cutAfter(40_000), ranged];
  await get();
  expectWhole();
  expect(ranges).toEqual([undefined, 'bytes=40000-']);
});

test('another call goes on too, and tells how much is there', async () => {
  answers = [cutAfter(30_000)];
  const error = await failure(() => get());
  expect(error).toBeInstanceOf(FileError);
  expect(error.message).toMatch(/4 attempts; what has arrived is kept, and the next call goes on/);
  expect(existsSync(join(folder, 'data/file'))).toBe(false);
  const asked = ranges.length;
  answers = Array(asked + 1).fill(ranged);
  await get();
  expectWhole();
  expect(ranges.at(-1)).toBe('bytes=30000-');
});

test('a server that ignores ranges sends the file again', async () => {
  answers = [cutAfter(40_000), whole];
  await get();
  expectWhole();
});

test('a server that refuses the range, as if the file was another, sends it again', async () => {
  writeFileSync(join(folder, 'file.part'), content.subarray(0, 10));
  answers = [cutAfter(40_000), status(416), whole];
  await get();
  expectWhole();
});

test('a redirect is followed', async () => {
  answers = [status(302, { location: '/elsewhere' }), ranged];
  await get();
  expectWhole();
});

test('a fault of the server is waited out', async () => {
  answers = [status(503), whole];
  await get();
  expectWhole();
});

test('where one address fails for good, the next is tried', async () => {
  answers = [status(404), whole];
  await get([`${base}/gone`, `${base}/file`]);
  expectWhole();
});

test('another file is not kept', async () => {
  answers = [(_, response) => response.end(Buffer.alloc(content.length))];
  const error = await failure(() => get());
  expect(error).toBeInstanceOf(FileError);
  expect(error.message).toMatch(/SHA-256 is wrong: what arrived is another file, and was deleted/);
  expect(existsSync(join(folder, 'data/file'))).toBe(false);
  expect(existsSync(join(folder, 'data/file.part'))).toBe(false);
});

test('a damaged file is loaded again', async () => {
  answers = [whole];
  await get();
  const damaged = Buffer.from(content);
  damaged[500] ^= 1;
  writeFileSync(join(folder, 'data/file'), damaged);
  expect(await get()).toBe('downloaded');
  expectWhole();
});

test('an answer without end is refused', async () => {
  answers = [
    (_, response) => {
      response.write(content);
      response.end(content);
    },
  ];
  const error = await failure(() => get());
  expect(error.message).toMatch(/sends more than the file/);
});

test('a server that is not there is named', async () => {
  await close();
  const error = await failure(() => get());
  expect(error.message).toMatch(/^can't download http:.*refuses the connection, after 4 attempts$/);
});
