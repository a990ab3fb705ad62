import type { HashCodes } from '../../core/hash-codes.ts';
import { pause } from '../../core/next-task.ts';
import { ExactSearch } from '../../search/exact-search.ts';
import { HashTable } from '../../search/hash-table.ts';
import { timed } from '../methods/hashers.ts';
import type { CodeMethod, FittedMethod, MethodSettings, VectorMethod } from '../methods/method.ts';
import { reRankedPrecision } from '../tutorial/radius-curve.ts';
import type { Measures, ReRankedMeasures } from './cell.ts';
import type { DividedDataset } from './divided.ts';
import { encodeRows } from './encode-rows.ts';
import { type Counting, measureCodes } from './measure-codes.ts';
import { measureVectors } from './measure-vectors.ts';

/** One code length of a fitted method, measured. */
export interface Measured {
  readonly bits: number | null;
  readonly trainSeconds: number;
  readonly tuneSeconds: number;
  readonly tuningCutShort?: boolean;
  readonly measureSeconds: number;
  readonly settings: MethodSettings;
  /** Share of the queries that the classifier behind the method gives their class, or null. */
  readonly accuracy: number | null;
  readonly measures: Measures;
}

/** Options of `measureMethod`. */
export interface MeasureOptions extends Counting {
  /** Whether candidates are re-ranked too, as in the tutorial. */
  readonly reRank: boolean;
  readonly onProgress?: ((what: string, share: number) => void) | undefined;
}

/** Measures a fitted method at each of its code lengths. */
export async function measureMethod(
  fitted: FittedMethod,
  divided: DividedDataset,
  options: MeasureOptions,
): Promise<Measured[]> {
  const measured =
    fitted.kind === 'codes'
      ? await measureLengths(fitted, divided, options)
      : await measureRanking(fitted, divided, options);
  const accuracy = await measureAccuracy(fitted, divided);
  return measured.map((one) => ({ ...one, accuracy }));
}

/** null without a classifier, and where no query is of a class that it can have learned. */
async function measureAccuracy(
  fitted: FittedMethod,
  { rows, select, queryLabels, given }: DividedDataset,
): Promise<number | null> {
  if (!fitted.predict) return null;
  const known = new Set(given.labels);
  if (!queryLabels.some((label) => known.has(label))) return null;
  const predicted = await fitted.predict(select(rows.queries));
  return queryLabels.filter((label, i) => predicted[i] === label).length / queryLabels.length;
}

/** One code length, but for what is the same for all. */
type MeasuredLength = Omit<Measured, 'accuracy'>;

async function measureLengths(
  fitted: CodeMethod,
  divided: DividedDataset,
  options: MeasureOptions,
): Promise<MeasuredLength[]> {
  const { rows, queryLabels, databaseLabels } = divided;
  const { lengths } = fitted;
  options.onProgress?.('hashing', 0);
  const encoded = await timed(async () => ({
    queries: await encodeRows(fitted, divided, rows.queries),
    database: await encodeRows(fitted, divided, rows.database),
  }));
  const measured: MeasuredLength[] = [];
  for (const [i, { bits }] of lengths.entries()) {
    options.onProgress?.(`measuring ${bits} bits`, i / lengths.length);
    await pause(options.signal);
    const { result: measures, seconds } = await timed(async () => {
      const queries = { codes: encoded.result.queries[i], labels: queryLabels };
      const database = { codes: encoded.result.database[i], labels: databaseLabels };
      const found = await measureCodes(options, queries, database);
      if (!options.reRank) return found;
      return { ...found, reRanked: reRank(options, divided, queries.codes, database.codes) };
    });
    const measureSeconds = seconds + encoded.seconds / lengths.length;
    measured.push({ ...lengths[i], measureSeconds, measures });
  }
  return measured;
}

async function measureRanking(
  fitted: VectorMethod,
  { rows, select, queryLabels, databaseLabels }: DividedDataset,
  options: MeasureOptions,
): Promise<MeasuredLength[]> {
  const { metric, trainSeconds, tuneSeconds, tuningCutShort = false, settings } = fitted;
  const { result: measures, seconds } = await timed(async () => {
    const embed = (some: Uint32Array) => fitted.embed(select(some));
    const queries = { vectors: await embed(rows.queries), labels: queryLabels };
    const database = { vectors: await embed(rows.database), labels: databaseLabels };
    return measureVectors(options.kernels, queries, database, metric, {
      onShare: (share) => options.onProgress?.('ranking', share),
      signal: options.signal,
    });
  });
  const spent = { trainSeconds, tuneSeconds, tuningCutShort, measureSeconds: seconds };
  return [{ bits: null, ...spent, settings, measures }];
}

/** The k of the tutorial's precision@k, and its largest radius. */
const TOP = 10;
const MOST_RADIUS = 10;

function reRank(
  { kernels }: MeasureOptions,
  { rows, select, queryLabels, databaseLabels }: DividedDataset,
  queryCodes: HashCodes,
  databaseCodes: HashCodes,
): ReRankedMeasures[] {
  const table = new HashTable(kernels, databaseCodes);
  const exact = new ExactSearch(kernels, select(rows.database), 'cosine');
  try {
    const queries = select(rows.queries);
    const partition = { queries, queryLabels, databaseLabels };
    const maxRadius = Math.min(MOST_RADIUS, queryCodes.bits);
    const results = reRankedPrecision({ table, exact, partition, top: TOP, maxRadius }, queryCodes);
    return results.map((result) => ({
      radius: result.radius,
      precisionAt10: result.precisionAtK,
      precisionAt10EmptyAsZero: result.precisionAtKEmptyAsZero,
      emptyShare: result.emptyQueries / queries.rows,
    }));
  } finally {
    table.dispose();
    exact.dispose();
  }
}
