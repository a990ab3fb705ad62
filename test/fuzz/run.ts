import fc from 'fast-check';
import { FormatError, InvalidArgumentError } from '../../src/core/errors.ts';
import { spoiled } from './mutations.ts';
import { type Fuzzed, READERS } from './readers.ts';

/** What became of the inputs of a reader. */
export interface Outcome {
  readonly name: string;
  readonly inputs: number;
  readonly refused: number;
  readonly read: number;
  readonly crashes: number;
  /** Milliseconds of the slowest input. */
  readonly slowest: number;
  /** Of the first crash: what happened, and the file in hexadecimal digits. */
  readonly crash?: string;
}

/** Reads `runs` spoiled files: each must be read, or refused with a place and a reason. */
export async function fuzz(reader: Fuzzed, runs: number, seed: number): Promise<Outcome> {
  const others = READERS.map(({ files }) => files[0]);
  const counts = { refused: 0, read: 0, crashes: 0 };
  let slowest = 0;
  let crash: string | undefined;
  const property = fc.asyncProperty(spoiled(reader.files, others), async (bytes) => {
    const start = performance.now();
    try {
      await reader.read(bytes);
      counts.read++;
    } catch (error) {
      const fault = faultOf(error);
      if (fault === null) counts.refused++;
      else {
        counts.crashes++;
        crash ??= `${fault}\n  of ${Buffer.from(bytes).toString('hex')}`;
      }
    }
    slowest = Math.max(slowest, performance.now() - start);
  });
  await fc.assert(property, { numRuns: runs, seed, endOnFailure: true });
  return { name: reader.name, inputs: runs, ...counts, slowest, crash };
}

/** What is wrong with the way in which a file was refused; null if nothing is. */
function faultOf(error: unknown): string | null {
  if (error instanceof FormatError || error instanceof InvalidArgumentError) {
    if (error instanceof FormatError && error.offset === undefined) {
      return `a FormatError without a place: ${error.message}`;
    }
    return error.message.includes('\n') ? `more than a line: ${error.message}` : null;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A line of figures. */
export function outcomeLine({ name, inputs, refused, read, crashes, slowest }: Outcome): string {
  const columns = [
    name.padEnd(12),
    `${inputs} inputs`.padStart(14),
    `${refused} refused`.padStart(15),
    `${read} read`.padStart(12),
    `${crashes} crashes`,
    `slowest ${slowest.toFixed(1)} ms`,
  ];
  return columns.join('  ');
}
