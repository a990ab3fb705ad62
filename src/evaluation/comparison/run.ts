import { checkKernels, checkMethod, show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { Executor } from '../../core/executor.ts';
import { checkFinite, type Matrix } from '../../core/matrix.ts';
import { pause } from '../../core/next-task.ts';
import { checkOptions } from '../../core/options.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import type { Kernels } from '../../kernels/api.ts';
import { checkDataset } from '../check-dataset.ts';
import type { Method } from '../methods/method.ts';
import { chosenMethods } from '../methods/names.ts';
import { METHODS } from '../methods/registry.ts';
import { PROTOCOL } from '../protocols/registry.ts';
import type { Cell, CellStore } from './cell.ts';
import { type DividedDataset, prepare } from './divided.ts';
import { measureMethod } from './measure-method.ts';
import { checkEvaluationSettings, type EvaluationSettings } from './settings.ts';

/** Threads, and perhaps memory that they share. */
export type EvaluationExecutor = Executor & { share?(points: Matrix): Matrix };

/** Options of `runEvaluation`. */
export interface EvaluationOptions {
  readonly executor?: EvaluationExecutor | undefined;
  /** Where finished cells are kept and found. */
  readonly store?: CellStore | undefined;
  /** Stands for the dataset in the keys of cells: a digest of points and labels. */
  readonly digest?: string | undefined;
  readonly onProgress?: ((message: string, share: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a run gives. */
export interface EvaluationRun {
  readonly cells: readonly Cell[];
  /** How many of them were taken from the store. */
  readonly resumed: number;
}

interface Job {
  readonly kernels: Kernels;
  readonly dataset: Dataset;
  readonly settings: EvaluationSettings;
  readonly options: EvaluationOptions;
  readonly methods: readonly Method[];
}

/**
 * Every method at every supervision, code length and partition. Labels of the database and of the
 * queries serve for measuring alone. The same settings give the same results on every backend and
 * for any number of threads, but for times, and for choices that the time limit cut short.
 *
 * @throws InvalidArgumentError if a setting is out of range or the dataset too small for it.
 */
export async function runEvaluation(
  kernels: Kernels,
  dataset: Dataset,
  settings: EvaluationSettings,
  options: EvaluationOptions = {},
): Promise<EvaluationRun> {
  checkKernels(kernels);
  checkEvaluationSettings(settings);
  checkRunOptions(options);
  checkDataset(dataset);
  checkDivision(dataset, settings);
  checkFinite('points', dataset.points);
  const methods = chosenMethods(settings.methods, settings.baselines).map((name) => METHODS[name]);
  const job: Job = { kernels, dataset, settings, options, methods };
  const cells: Cell[] = [];
  let resumed = 0;
  const units = settings.partitions * settings.supervision.length;
  for (let partition = 0; partition < settings.partitions; partition++) {
    const shared = new Map<string, unknown>();
    for (const [s, supervision] of settings.supervision.entries()) {
      const done = partition * settings.supervision.length + s;
      const where = { supervision, partition, shared, done, units };
      const unit = await runUnit(job, where);
      cells.push(...unit.cells);
      resumed += unit.resumed;
    }
  }
  return { cells: sorted(cells, job), resumed };
}

function checkRunOptions(options: EvaluationOptions): void {
  const names = { executor: 1, store: 1, digest: 1, onProgress: 1, signal: 1 } as const;
  checkOptions('runEvaluation', options, names);
  const { executor, store, digest } = options;
  if (executor !== undefined) checkMethod('executor', executor, 'encode', 'a worker pool');
  if (store !== undefined) {
    checkMethod('store', store, 'read', 'an object with read and write');
    checkMethod('store', store, 'write', 'an object with read and write');
  }
  if (digest !== undefined && typeof digest !== 'string') {
    throw new InvalidArgumentError(`digest must be a text, not ${show(digest)}`);
  }
}

/** Divides the dataset once for each supervision, before any work: it may be too small. */
export function checkDivision({ name, labels }: Dataset, settings: EvaluationSettings): void {
  const { protocol, supervision, queriesPerClass, database, seed } = settings;
  if (new Set(labels).size < 2) {
    throw new InvalidArgumentError(
      `${name}: labels must name at least two classes, but there is only one`,
    );
  }
  for (const count of supervision) {
    PROTOCOL[protocol].divide(labels, { supervision: count, queriesPerClass, database, seed });
  }
}

interface Unit {
  readonly supervision: number;
  readonly partition: number;
  readonly shared: Map<string, unknown>;
  readonly done: number;
  readonly units: number;
}

/** All methods at one supervision in one partition. */
async function runUnit(job: Job, unit: Unit): Promise<{ cells: Cell[]; resumed: number }> {
  const { dataset, settings, options, methods, kernels } = job;
  const { supervision, partition } = unit;
  const { protocol, queriesPerClass, database, seed } = settings;
  const rows = PROTOCOL[protocol].divide(dataset.labels, {
    supervision,
    queriesPerClass,
    database,
    seed: seed + partition,
  });
  const classes = new Set(Array.from(rows.labelled, (row) => dataset.labels[row])).size;
  const share = (points: Matrix) => options.executor?.share?.(points) ?? points;
  let divided: DividedDataset | undefined;
  const cells: Cell[] = [];
  let resumed = 0;
  for (const [m, method] of methods.entries()) {
    const own = method.ownBits?.(classes);
    const wanted = own === undefined ? settings.bits : [own];
    const keyOf = (bits: number | null) => cellKey(job, unit, method, bits);
    const found = await Promise.all(wanted.map((bits) => options.store?.read(keyOf(bits))));
    const kept = found.filter((cell) => cell != null);
    cells.push(...kept);
    resumed += kept.length;
    const missing = wanted.filter((_, i) => found[i] == null);
    if (missing.length === 0) continue;
    divided ??= prepare(kernels, dataset, rows, protocol, share);
    const share0 = (unit.done + m / methods.length) / unit.units;
    for (const cell of await runMethod(job, unit, method, missing, divided, share0)) {
      await options.store?.write(keyOf(cell.bits), cell);
      cells.push(cell);
    }
  }
  return { cells, resumed };
}

/** One method at the code lengths that are still missing. */
async function runMethod(
  { kernels, settings, options }: Job,
  unit: Unit,
  method: Method,
  bits: readonly (number | null)[],
  divided: DividedDataset,
  share: number,
): Promise<Cell[]> {
  const { supervision, partition, shared } = unit;
  const { signal, executor = null } = options;
  await pause(signal);
  const where = `partition ${partition + 1} of ${settings.partitions}, T = ${supervision}`;
  // How far a method is with a part of its work goes beside the name of the part.
  const onProgress = (what: string, done = 0) => {
    const part = done > 0 ? `${what} ${Math.round(100 * done)}%` : what;
    options.onProgress?.(`${method.name}: ${part} (${where})`, share);
  };
  onProgress('training');
  const fitted = await method.fit({
    kernels,
    executor,
    ...divided.given,
    bits: bits.filter((length) => length !== null),
    seed: settings.seed + partition,
    tuning: settings.tuning,
    // The tutorial looks buckets up.
    aim: settings.protocol === 'tutorial' ? 'buckets' : 'ranking',
    shared,
    onProgress,
    signal,
  });
  try {
    const reRank = settings.protocol === 'tutorial';
    const measuring = { kernels, executor, signal, onProgress, reRank };
    const measured = await measureMethod(fitted, divided, measuring);
    return measured.map((result) => ({ method: method.name, supervision, partition, ...result }));
  } finally {
    fitted.dispose();
  }
}

/** All that a cell's numbers depend on, as a text. */
function cellKey(job: Job, unit: Unit, method: Method, bits: number | null): string {
  const { protocol, seed, queriesPerClass, database, tuning } = job.settings;
  return JSON.stringify({
    dataset: job.options.digest ?? job.dataset.name,
    protocol,
    queriesPerClass,
    // Left out where it is not given, as in cells of before.
    database,
    seed: seed + unit.partition,
    supervision: unit.supervision,
    method: method.name,
    revision: method.revision,
    bits,
    tuning,
  });
}

/** By supervision, method, bits and partition. */
function sorted(cells: readonly Cell[], { methods, settings }: Job): Cell[] {
  const order = new Map(methods.map(({ name }, i) => [name, i]));
  const rank = ({ supervision, method, bits, partition }: Cell) => [
    settings.supervision.indexOf(supervision),
    order.get(method) ?? 0,
    bits === null ? 0 : settings.bits.indexOf(bits),
    partition,
  ];
  return [...cells].sort((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    const differs = left.findIndex((value, i) => value !== right[i]);
    return differs < 0 ? 0 : left[differs] - right[differs];
  });
}
