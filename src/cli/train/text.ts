import { basename } from 'node:path';
import type { HasherSummary } from '../../models/describe-hasher.ts';
import { bytesText } from '../output/bytes-text.ts';
import type { Paint } from '../output/colour.ts';
import { printable } from '../output/printable.ts';
import { type Property, properties } from '../output/properties.ts';
import type { TrainMethod } from './methods/method.ts';

/** What `hashplane train` did; printed as it is by `--json`. */
export interface TrainResult {
  readonly out: string;
  readonly data: string;
  readonly backend: string;
  /** Seconds from reading the data to the finished hasher. */
  readonly seconds: number;
  /** Size of the file. */
  readonly bytes: number;
  readonly hasher: HasherSummary;
  readonly summary: readonly Property[];
}

/** The result as a table of names and values. */
export function trainText(
  result: TrainResult,
  method: Pick<TrainMethod, 'title'> & { readonly name: string; readonly isAppended?: boolean },
  paint: Paint,
): string {
  const { hasher, data, summary, backend, seconds, out, bytes } = result;
  const { bits, dimensions, training, settings } = hasher;
  const file = printable(basename(data));
  const source = method.isAppended ? `in all, the last of ${file}` : `of ${file}`;
  const lines: Property[] = [
    ['trained on', `${count(training.points)} rows ${source}`],
    ['dimensions', count(dimensions)],
    ['bits', count(bits)],
    ['seed', String(settings.seed)],
    ['preparation', preparation(hasher)],
    ...summary,
    ['time', `${seconds.toFixed(1)} s, ${backend}`],
  ];
  const title = paint('bold', printable(`${method.name}: ${method.title}`));
  return `${title}\n\n${properties(lines, paint)}\n\nWrote ${printable(out)} (${bytesText(bytes)})\n`;
}

function preparation({ normalise, centre }: HasherSummary): string {
  const steps = [normalise ? 'L2 norm' : '', centre ? 'mean subtracted' : ''].filter(Boolean);
  return steps.join(', ') || 'none';
}

function count(value: unknown): string {
  return Number(value).toLocaleString('en-US');
}
