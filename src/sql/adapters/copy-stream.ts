import { saying } from './refusals.ts';

/** What is used of the stream of Node into which a package takes the pieces of a copy. */
export interface CopyStream {
  write(piece: Uint8Array, done: (error?: Error | null) => void): boolean;
  end(): unknown;
  destroy(error?: Error): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: as Node declares it
  on(event: string, listener: (...values: any[]) => void): unknown;
}

/** The statement before the pieces of a copy. */
export function copyStatement(target: string, source: string, format: 'binary' | 'text'): string {
  return `copy ${target} from ${source} with (format ${format})`;
}

/**
 * Sends pieces one after another, each when the one before it is on its way. If making them fails the
 * server is told so, and forgets what came.
 *
 * @returns after the last; the stream's end is the caller's.
 * @throws SqlError if the server refuses them, or what making them threw.
 */
export async function sendPieces(
  engine: string,
  stream: CopyStream,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  let isBroken = false;
  const broken = new Promise<never>((_, fail) =>
    stream.on('error', (error) => {
      isBroken = true;
      fail(error);
    }),
  );
  const closed = new Promise<void>((done) => stream.on('close', () => done()));
  // It may fail before anyone asks, or after the last did.
  broken.catch(() => {});
  try {
    for await (const piece of pieces) {
      await saying(engine, () => Promise.race([broken, written(stream, piece)]));
    }
    // It may have failed while the last piece was being made.
    await saying(engine, () => Promise.race([broken, Promise.resolve()]));
  } catch (error) {
    // A stream whose connection is lost may never close.
    if (!isBroken) {
      stream.destroy(error instanceof Error ? error : new Error(String(error)));
      await Promise.race([closed, broken.catch(() => {})]);
    }
    throw error;
  }
}

function written(stream: CopyStream, piece: Uint8Array): Promise<void> {
  const sent = new Promise<void>((done, fail) => {
    stream.write(piece, (error) => (error ? fail(error) : done()));
  });
  sent.catch(() => {});
  return sent;
}

/** Ends a stream, and waits for the server's answer where the stream tells of it. */
export function ended(stream: CopyStream): Promise<void> {
  return new Promise((done, fail) => {
    stream.on('finish', done);
    stream.on('error', fail);
    stream.end();
  });
}
