import { checkKernels } from '../../core/checks.ts';
import type { Executor } from '../../core/executor.ts';
import { pause } from '../../core/next-task.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { CellStore } from '../comparison/cell.ts';
import type { Counting } from '../comparison/measure-codes.ts';
import { timed } from '../methods/hashers.ts';
import type { CrossModalCell } from './cell.ts';
import { type CrossModalDataset, checkCrossModalDataset } from './dataset.ts';
import { type CrossModalPartition, divideCrossModal } from './divide.ts';
import { CONTENDERS, type CrossModalContender } from './entries.ts';
import { pairsOf, type Searched, searchedIn } from './measure.ts';
import { chanceCells, codeCells, type MeasuredUnit, unhashedCells } from './measure-cells.ts';
import { type CrossModalEncoders, chosenIn } from './methods.ts';
import { type CrossModalEntry, chosenCrossModal, DIRECTIONS } from './names.ts';
import { type CrossModalEvaluationSettings, checkCrossModalSettings } from './settings.ts';

/** Options of `runCrossModalEvaluation`. */
export interface CrossModalEvaluationOptions {
  readonly executor?: Executor | undefined;
  /** Where finished cells are kept and found: those of both directions together. */
  readonly store?: CellStore<readonly CrossModalCell[]> | undefined;
  /** Stands for the dataset in the keys of cells. */
  readonly digest?: string | undefined;
  readonly onProgress?: ((message: string, share: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Job {
  readonly kernels: Kernels;
  readonly dataset: CrossModalDataset;
  readonly settings: CrossModalEvaluationSettings;
  readonly options: CrossModalEvaluationOptions;
}

/** All methods at one supervision in one partition. */
interface Unit extends MeasuredUnit {
  readonly rows: CrossModalPartition;
  readonly cells: CrossModalCell[];
}

/**
 * Every method at every supervision, code length and partition, in both directions: images that look for
 * texts of their class, and texts that look for images. Beside them stand the class probabilities that
 * codes are made from, ranked without codes, and chance. Labels of the queries and of a database that is
 * held out serve for measuring alone.
 *
 * @throws InvalidArgumentError if a setting is out of range or there are too few pairs for it.
 */
export async function runCrossModalEvaluation(
  kernels: Kernels,
  dataset: CrossModalDataset,
  settings: CrossModalEvaluationSettings,
  options: CrossModalEvaluationOptions = {},
): Promise<{ cells: readonly CrossModalCell[]; resumed: number }> {
  checkKernels(kernels);
  checkCrossModalDataset(dataset);
  checkCrossModalSettings(settings);
  const job: Job = { kernels, dataset, settings, options };
  const contenders = chosenCrossModal(settings.methods).map((name) => CONTENDERS[name]);
  const units = divideAll(dataset, settings);
  let resumed = 0;
  for (const [u, unit] of units.entries()) {
    for (const [c, contender] of contenders.entries()) {
      resumed += await runContender(job, unit, contender, {
        done: (u + c / contenders.length) / units.length,
        share: 1 / (contenders.length * units.length),
      });
    }
    unit.cells.push(...chanceCells(unit));
  }
  return { cells: sorted(units, settings), resumed };
}

/** Divides the dataset as often as it will be, before any work: it may be too small. */
function divideAll(
  dataset: CrossModalDataset,
  { supervision, partitions, queries, database, seed }: CrossModalEvaluationSettings,
): Unit[] {
  return Array.from({ length: partitions }, (_, partition) =>
    supervision.map((count) => {
      const drawn = { supervision: count, queries, database, seed: seed + partition };
      const rows = divideCrossModal(dataset.labels, dataset.groups, drawn);
      let searched: Searched | undefined;
      return {
        supervision: count,
        partition,
        rows,
        searched: () => {
          searched ??= searchedIn(dataset, rows);
          return searched;
        },
        cells: [],
      };
    }),
  ).flat();
}

/** One method at all lengths, and its class probabilities; gives how many cells were taken from the store. */
async function runContender(
  job: Job,
  unit: Unit,
  contender: CrossModalContender,
  { done, share }: { readonly done: number; readonly share: number },
): Promise<number> {
  const { settings, options } = job;
  const wanted = [...settings.bits, ...(contender.unhashed ? [null] : [])];
  const keyOf = (bits: number | null) => cellKey(job, unit, contender, bits);
  const found = await Promise.all(wanted.map((bits) => options.store?.read(keyOf(bits))));
  const kept = found.filter((cells) => cells != null);
  unit.cells.push(...kept.flat());
  const missing = wanted.filter((_, i) => found[i] == null);
  const keep = async (bits: number | null, cells: readonly CrossModalCell[]) => {
    unit.cells.push(...cells);
    await options.store?.write(keyOf(bits), cells);
  };
  // Probabilities are the same whatever the length; where nothing else is missing, one is fitted for them.
  const lengths = missing.filter((bits) => bits !== null);
  if (lengths.length === 0 && missing.length > 0) lengths.push(settings.bits[0]);
  // Another length has chosen for all, perhaps in an earlier run.
  const [told] = kept.flat();
  let chosen = told && chosenIn(told.settings);
  for (const [i, bits] of lengths.entries()) {
    const onProgress = tell(job, unit, `${contender.name}: ${bits} bits`, {
      done: done + (share * i) / lengths.length,
      share: share / lengths.length,
    });
    const { result: encoders, seconds } = await timed(() =>
      fit(job, unit, contender, { bits, chosen, onProgress }),
    );
    chosen ??= encoders.chosen;
    try {
      const measuring = { counting: countingOf(job), unit, encoders, seconds };
      if (missing.includes(bits))
        await keep(bits, await codeCells(measuring, contender.name, bits));
      if (i === lengths.length - 1 && missing.includes(null)) {
        await keep(null, await unhashedCells(measuring, contender.unhashed));
      }
    } finally {
      encoders.dispose();
    }
  }
  return DIRECTIONS.length * kept.length;
}

function tell(
  { settings, options }: Job,
  { partition, supervision }: Unit,
  what: string,
  { done, share }: { readonly done: number; readonly share: number },
) {
  const where = `partition ${partition + 1} of ${settings.partitions}, T = ${supervision}`;
  return (own: number) => options.onProgress?.(`${what} (${where})`, done + own * share);
}

/** One length of a method. */
interface Fitting {
  readonly bits: number;
  /** By the first length, once it is there. */
  readonly chosen: CrossModalEncoders['chosen'] | undefined;
  readonly onProgress: (share: number) => void;
}

async function fit(
  { kernels, dataset, settings, options }: Job,
  { rows, partition }: Unit,
  contender: CrossModalContender,
  { bits, chosen, onProgress }: Fitting,
): Promise<CrossModalEncoders> {
  const { signal } = options;
  await pause(signal);
  onProgress(0);
  const unlabelled = contender.usesUnlabelled ? pairsOf(dataset, rows.unlabelled) : undefined;
  return contender.fit({
    ...pairsOf(dataset, rows.labelled),
    ...(unlabelled && { unlabelled: { texts: unlabelled.texts, images: unlabelled.images } }),
    bits,
    seed: settings.seed + partition,
    chosen,
    context: { kernels, signal },
  });
}

function countingOf({ kernels, options }: Job): Counting {
  return { kernels, executor: options.executor ?? null, signal: options.signal };
}

/** All that a cell's numbers depend on, as a text. */
function cellKey(
  { settings, options, dataset }: Job,
  { supervision, partition }: Unit,
  { name, revision }: CrossModalContender,
  bits: number | null,
): string {
  const { queries, database, seed } = settings;
  return JSON.stringify({
    dataset: options.digest ?? dataset.name,
    protocol: 'cross-modal',
    queries,
    database,
    seed: seed + partition,
    supervision,
    method: name,
    revision,
    bits,
  });
}

/** In the order of entries, by direction, supervision, bits and partition. */
function sorted(units: readonly Unit[], settings: CrossModalEvaluationSettings): CrossModalCell[] {
  const cells = units.flatMap((unit) => unit.cells);
  const entries: CrossModalEntry[] = [
    ...chosenCrossModal(settings.methods),
    'probabilities',
    'probabilities-unlabelled',
    'chance',
  ];
  return DIRECTIONS.flatMap((direction) =>
    settings.supervision.flatMap((supervision) =>
      entries.flatMap((method) =>
        [...settings.bits, null].flatMap((bits) =>
          cells.filter(
            (cell) =>
              cell.direction === direction &&
              cell.supervision === supervision &&
              cell.method === method &&
              cell.bits === bits,
          ),
        ),
      ),
    ),
  );
}
