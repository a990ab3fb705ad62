import type { Dataset } from '../../data/dataset/dataset.ts';
import type {
  ExampleBucket,
  MethodDetails,
  MethodResult,
  TutorialResult,
} from '../../evaluation/tutorial/result.ts';
import type { TutorialRun } from '../../evaluation/tutorial/run.ts';
import {
  ALPHA_NOTE,
  maxRadiusFor,
  type TutorialSettings,
} from '../../evaluation/tutorial/settings.ts';
import { type PackedImages, packImages } from './images.ts';

/** Where and with what the job ran: the caller knows, since this room knows neither Node nor files. */
export interface Environment {
  /** Version of hashplane. */
  readonly hashplane: string;
  readonly node: string;
  /** Model of the processor. */
  readonly cpu: string;
  readonly cores: number;
  readonly platform: string;
  /** When the report was made, as ISO 8601. */
  readonly created: string;
}

/** Neighbours of one query by one method: rows of the dataset, nearest first. */
export interface Neighbours {
  readonly query: number;
  readonly rows: readonly number[];
}

/** One method at one code length. */
export interface ReportMethod extends MethodResult {
  /** [rows in the bucket, number of such buckets], ascending. */
  readonly sizes: readonly (readonly [number, number])[];
  readonly good: ExampleBucket | null;
  readonly poor: ExampleBucket | null;
  readonly flippedShare: number | null;
  readonly neighbours: readonly Neighbours[];
  /** Radius within which the neighbours were sought. */
  readonly neighbourRadius: number;
}

/** All that the page shows: plain data, which JSON carries unchanged. */
export interface ReportData extends Omit<TutorialResult, 'methods'> {
  readonly methods: readonly ReportMethod[];
  readonly settings: TutorialSettings;
  readonly alphaNote: string;
  readonly environment: Environment;
  /** Class by row of the dataset, for the rows that are shown: its name, or its number. */
  readonly classes: Readonly<Record<number, string>>;
  readonly images: PackedImages | null;
}

/** More would be a wall of pictures; results.json has them all. */
const SHOWN_NEIGHBOURS = 10;

/** What the report shows of a run of the tutorial. */
export function reportData(
  run: TutorialRun,
  dataset: Dataset,
  environment: Environment,
): ReportData {
  const { result, details, settings } = run;
  const methods = result.methods
    .map((method, i) => reportMethod(method, details[i], maxRadiusFor(settings, method.bits)))
    .filter(isFirst);
  const rows = [...new Set(methods.flatMap(shownRows))];
  const classes = rows.map((row) => [row, className(dataset, dataset.labels[row])]);
  return {
    ...result,
    methods,
    settings: { ...settings, bits: [...new Set(settings.bits)] },
    alphaNote: ALPHA_NOTE,
    environment,
    classes: Object.fromEntries(classes),
    images: packImages(dataset, rows),
  };
}

function reportMethod(
  method: MethodResult,
  details: MethodDetails,
  maxRadius: number,
): ReportMethod {
  const { good, poor, flippedShare, neighbours } = details;
  return {
    ...method,
    sizes: details.sizes.flatMap((count, i) => (count > 0 ? [[i + 1, count] as const] : [])),
    good,
    poor,
    flippedShare,
    neighbours: neighbours.map(({ query, rows }) => ({
      query,
      rows: rows.slice(0, SHOWN_NEIGHBOURS),
    })),
    neighbourRadius: Math.min(2, maxRadius),
  };
}

/** A code length that was asked for twice was measured twice; it is shown once. */
function isFirst(method: MethodResult, i: number, all: readonly MethodResult[]): boolean {
  return i === all.findIndex(({ name, bits }) => name === method.name && bits === method.bits);
}

function shownRows({ good, poor, neighbours }: ReportMethod): number[] {
  const buckets = [good, poor].flatMap((bucket) => bucket?.rows ?? []);
  return [...buckets, ...neighbours.flatMap(({ query, rows }) => [query, ...rows])];
}

function className(dataset: Dataset, label: number): string {
  return dataset.classNames?.[label] ?? `class ${label}`;
}
