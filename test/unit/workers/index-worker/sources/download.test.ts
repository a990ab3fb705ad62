import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { crc32 } from '../../../../../src/core/crc32.ts';
import { FileError } from '../../../../../src/core/errors.ts';
import { download } from '../../../../../src/workers/index-worker/sources/download.ts';

const FILE = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >>> 5);
const HEADER = 500;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A server that gives one answer after another, and what it was asked. */
async function serving(...answers: Answer[]) {
  const asked: IncomingMessage['headers'][] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers);
    (answers[asked.length - 1] ?? answers.at(-1)!)(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.index`, asked };
}

/** Bytes of the file that the download has given. */
let arrived = 0;

/** Hangs up once so much has arrived: a connection that is cut at once may take with it what it brought. */
async function hangUp(response: ServerResponse, after: number): Promise<void> {
  while (arrived < after && !response.destroyed) await sleep(5);
  response.destroy();
}

/** Sends the first bytes of a file, and then nothing more. */
const cut =
  (length: number, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(200, { 'Content-Length': FILE.length, ...headers });
    response.write(FILE.subarray(0, length));
    void hangUp(response, length);
  };

const whole =
  (file = FILE): Answer =>
  (_, response) => {
    response.writeHead(200, { 'Content-Length': file.length });
    response.end(file);
  };

/** What is asked for by Range; `shown`: the start that Content-Range tells, null for none. */
const partial =
  (shown?: number | null): Answer =>
  ({ headers }, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')![1]);
    const range = `bytes ${shown ?? start}-${FILE.length - 1}/${FILE.length}`;
    response.writeHead(206, shown === null ? {} : { 'Content-Range': range });
    response.end(FILE.subarray(start));
  };

const status =
  (code: number, headers = {}): Answer =>
  (_, response) => {
    response.writeHead(code, headers);
    response.end('no');
  };

interface Got {
  /** Bytes, and by what two of as many are told apart: comparing them value by value takes seconds. */
  readonly length: number;
  readonly sum: number;
  readonly error: unknown;
}

/** What a download gives, and fails with. */
async function get(url: string, signal = new AbortController().signal): Promise<Got> {
  const pieces: Uint8Array[] = [];
  const received = () => Buffer.concat(pieces);
  const options = {
    signal,
    fingerprint: () => (received().length >= HEADER ? received().subarray(0, HEADER) : null),
    total: () => (received().length >= HEADER ? FILE.length : null),
    waits: [0, 5, 5],
  };
  arrived = 0;
  const take = (bytes: Uint8Array) => {
    pieces.push(bytes.slice());
    arrived += bytes.length;
  };
  const error = await download(url, options, take).then(
    () => null,
    (cause) => cause,
  );
  return { length: received().length, sum: crc32(received()), error };
}

const complete = { length: FILE.length, sum: crc32(FILE), error: null };

describe('a download', () => {
  test('is one request where nothing goes wrong', async () => {
    const { url, asked } = await serving(whole());
    expect(await get(url)).toEqual(complete);
    expect(asked).toHaveLength(1);
    expect(asked[0]!.range).toBeUndefined();
  });

  test.each<[string, Answer]>([
    ['by a Range request', partial()],
    ['without Content-Range, which other origins hide', partial(null)],
    ['where the server sends the whole file again', whole()],
  ])('that breaks off goes on at that byte: %s', async (_, second) => {
    const { url, asked } = await serving(cut(100_000), second);
    expect(await get(url)).toEqual(complete);
    expect(asked.map(({ range }) => range)).toEqual([
      undefined,
      expect.stringMatching(/^bytes=\d+-$/),
    ]);
  });

  test('goes on as often as something comes', async () => {
    const drop: Answer = ({ headers }, response) => {
      const start = Number(/\d+/.exec(headers.range ?? '0')![0]);
      response.writeHead(start === 0 ? 200 : 206, { 'Content-Length': FILE.length - start });
      const piece = FILE.subarray(start, start + 40_000);
      response.write(piece);
      void hangUp(response, start + piece.length);
    };
    const { url, asked } = await serving(drop);
    expect(await get(url)).toEqual(complete);
    expect(asked.length).toBeGreaterThan(5);
  });

  test('asks only for the version that it has, where the server names it', async () => {
    const { url, asked } = await serving(cut(90_000, { ETag: '"one"' }), partial());
    expect(await get(url)).toEqual(complete);
    expect(asked[1]).toMatchObject({ 'if-range': '"one"' });
    const weak = await serving(cut(90_000, { ETag: 'W/"one"' }), partial());
    expect(await get(weak.url)).toEqual(complete);
    expect(weak.asked[1]).not.toHaveProperty('if-range');
  });

  test('is refused where another version is sent in its place', async () => {
    const other = FILE.slice();
    other[HEADER - 3]! ^= 1;
    const { url } = await serving(cut(90_000), whole(other));
    const { error } = await get(url);
    expect(error).toBeInstanceOf(FileError);
    expect((error as Error).message).toMatch(/has changed while it was loaded: open it again$/);
  });

  test('is refused where the server sends another part', async () => {
    const { url } = await serving(cut(90_000), partial(5));
    const { error } = await get(url);
    expect((error as Error).message).toMatch(/asked for byte \d+, the server sent byte 5$/);
  });

  test('passes by an answer that may go well the next time', async () => {
    const { url, asked } = await serving(cut(90_000), status(503), status(429), partial());
    expect(await get(url)).toEqual(complete);
    expect(asked).toHaveLength(4);
  });

  test('gives up after some attempts that bring nothing', async () => {
    const { url, asked } = await serving(cut(90_000), status(503));
    const { error, length } = await get(url);
    expect(error).toBeInstanceOf(FileError);
    expect((error as Error).message).toMatch(/^can't load http.*: HTTP status 503$/);
    expect(length).toBeGreaterThan(0);
    expect(asked).toHaveLength(4);
  });

  test('ends where the file does, shorter than it says', async () => {
    const { url } = await serving(cut(90_000), status(416));
    const { error, length } = await get(url);
    expect(error).toBeNull();
    expect(length).toBeLessThan(FILE.length);
  });

  test('ends with a file that is too short for an index, and did not break off', async () => {
    const { url, asked } = await serving(whole(FILE.subarray(0, 3)));
    expect(await get(url)).toMatchObject({ length: 3, error: null });
    expect(asked).toHaveLength(1);
  });

  test.each<[string, Answer, RegExp]>([
    ['a missing file', status(404), /^can't load http.*: HTTP status 404$/],
    ['a server that fails', status(500), /: HTTP status 500$/],
    ['a page', status(200, { 'Content-Type': 'text/html; charset=utf-8' }), /sent a page of HTML/],
  ])('of %s is refused at once', async (_, answer, message) => {
    const { url, asked } = await serving(answer);
    const { error } = await get(url);
    expect(error).toBeInstanceOf(FileError);
    expect((error as Error).message).toMatch(message);
    expect(asked).toHaveLength(1);
  });

  test('of an address where nobody answers is refused at once', async () => {
    const { error } = await get('http://127.0.0.1:9/x.index');
    expect(error).toBeInstanceOf(FileError);
    expect((error as Error).message).toMatch(/^can't load http:\/\/127.0.0.1:9\/x.index: /);
  });

  test('that is aborted ends with the reason, while it loads and while it waits', async () => {
    for (const second of [status(503), cut(90_000)]) {
      const stop = new AbortController();
      const { url } = await serving(cut(90_000), second, (_, response) => {
        stop.abort(new Error('left'));
        response.destroy();
      });
      expect(await get(url, stop.signal)).toMatchObject({ error: { message: 'left' } });
    }
  });
});
