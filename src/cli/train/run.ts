import { classesFault } from '../../core/check-classes.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { HyperplaneLearner } from '../../learners/learner.ts';
import { describeHasher } from '../../models/describe-hasher.ts';
import { readDatasetFile } from '../../node/read-file.ts';
import { openRowStream } from '../../node/row-stream/open.ts';
import { createThreadPool } from '../../node/threads.ts';
import { checkWritableFile } from '../../node/write-file.ts';
import { UsageError } from '../errors.ts';
import { type TableArguments, tableOptions } from '../options/table.ts';
import { counted } from '../output/counted.ts';
import { printResult } from '../output/print-result.ts';
import { writeOutput } from '../output/write-output.ts';
import { readVectors } from '../read-vectors.ts';
import { type BackendChoice, startKernels } from '../start-kernels.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { runWork, type WorkTools } from '../work.ts';
import type { MethodSettings, TrainJob, TrainMethod } from './methods/method.ts';
import { METHODS } from './methods/registry.ts';
import type { MethodName } from './names.ts';
import { type TrainResult, trainText } from './text.ts';

/** Options as commander parsed them. */
export interface TrainOptions extends MethodSettings, TableArguments {
  readonly labels?: string | false;
  readonly method: MethodName;
  readonly threads: number;
  readonly backend: BackendChoice;
  readonly out: string;
  readonly json?: boolean;
}

/** Settings of which not every method knows, and how the command line writes them. */
const METHOD_SETTINGS: readonly (keyof MethodSettings)[] = [
  'iterations',
  'alpha',
  'cost',
  'learner',
  'tune',
];

/** What `--tune` chooses. */
const TUNED: readonly (keyof MethodSettings)[] = ['iterations', 'alpha', 'cost'];

/** @param given - whether an option stands on the command line. */
export async function runTrainCommand(
  file: string,
  options: TrainOptions,
  given: (name: string) => boolean,
): Promise<void> {
  const method = METHODS[options.method];
  checkOptions(method, options, given);
  await checkWritableFile(options.out);
  const result = await runWork(
    (tools) => train(file, options, { method, ...tools }),
    () => `${options.out} is as it was before`,
  );
  printResult(options.json, result, (paint) => trainText(result, method, paint));
}

/** A setting that would change nothing is a mistake. */
function checkOptions(
  method: TrainMethod,
  { labels }: TrainOptions,
  given: (name: string) => boolean,
): void {
  const known: readonly string[] = method.settings;
  const stray = METHOD_SETTINGS.find((name) => given(name) && !known.includes(name));
  const chosen = given('tune') ? TUNED.find(given) : undefined;
  if (chosen) throw new UsageError(`--tune chooses --${chosen}: give one of the two`);
  const hasLabels = typeof labels === 'string' && !method.needsLabels;
  if (labels === false && method.needsLabels) {
    throw new UsageError(`--method ${method.name} learns from labels: leave out --no-labels`);
  }
  const extra = stray ?? (hasLabels ? 'labels' : undefined);
  if (extra) throw new UsageError(`--${extra} means nothing to --method ${method.name}`);
}

interface Context extends WorkTools {
  readonly method: TrainMethod;
}

async function train(file: string, options: TrainOptions, context: Context): Promise<TrainResult> {
  const { method, progress, signal } = context;
  const { out, backend, threads } = options;
  const kernels = await startKernels(backend, progress);
  // Even one worker leaves this thread free for progress and signals.
  const learns = method.settings.includes('learner');
  const pool = learns ? await createThreadPool({ backend: kernels.name, threads }) : undefined;
  try {
    const onThreads = (learner: HyperplaneLearner) => pool?.learner(learner) ?? learner;
    const data = dataOf(file, options, context);
    const started = performance.now();
    const job = { kernels, settings: options, onThreads, onProgress: progress.update, signal };
    const { hasher, summary } = await method.fit({ ...job, ...data });
    signal.throwIfAborted();
    const bytes = hasher.save();
    const seconds = (performance.now() - started) / 1000;
    await writeOutput(out, bytes, signal);
    return {
      out,
      data: file,
      backend: kernels.name,
      seconds,
      bytes: bytes.length,
      hasher: describeHasher(bytes),
      summary,
    };
  } finally {
    await pool?.close();
  }
}

/** What all methods that learn from labels need; said of the file. */
function checkClasses(file: string, labels: Int32Array): void {
  const fault = classesFault(labels);
  if (fault) throw new InvalidArgumentError(`${file}: ${fault}`);
}

/** The data as methods ask for it: streamed without labels, or whole with them. */
function dataOf(
  file: string,
  options: TrainOptions,
  { progress, signal }: Context,
): Pick<TrainJob, 'batches' | 'points' | 'labelled'> {
  const table = tableOptions(options, progress);
  async function* batches() {
    const input = await openRowStream(file, table);
    try {
      yield* unlessAborted(counted(input, 'learning the mean', progress), signal);
    } finally {
      await input.close();
    }
  }
  const told = () => progress.update(`reading ${file}`, 0);
  return {
    batches,
    async points() {
      told();
      return (await readVectors(file, table)).points;
    },
    async labelled() {
      told();
      const dataset = await readDatasetFile(file, {
        ...table,
        ...(options.labels && { labels: options.labels }),
      });
      checkClasses(file, dataset.labels);
      return dataset;
    },
  };
}
