import { InvalidArgumentError } from '../../core/errors.ts';
import type { HyperplaneLearner } from '../../learners/learner.ts';
import { describeHasher } from '../../models/describe-hasher.ts';
import { readDatasetFile } from '../../node/read-file.ts';
import { openRowStream } from '../../node/row-stream/open.ts';
import type { RowStreamOptions } from '../../node/row-stream/row-stream.ts';
import { createThreadPool } from '../../node/threads.ts';
import { checkWritableFile } from '../../node/write-file.ts';
import { UsageError } from '../errors.ts';
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
export interface TrainOptions extends MethodSettings, RowStreamOptions {
  readonly labels?: string;
  readonly labelColumn?: string;
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
  checkOptions(method, given);
  await checkWritableFile(options.out);
  const result = await runWork(
    (tools) => train(file, options, { method, ...tools }),
    () => `${options.out} is as it was before`,
  );
  printResult(options.json, result, (paint) => trainText(result, method, paint));
}

/** A setting that would change nothing is a mistake. */
function checkOptions(method: TrainMethod, given: (name: string) => boolean): void {
  const known: readonly string[] = method.settings;
  const stray = METHOD_SETTINGS.find((name) => given(name) && !known.includes(name));
  const chosen = given('tune') ? TUNED.find(given) : undefined;
  if (chosen) throw new UsageError(`--tune chooses --${chosen}: give one of the two`);
  const extra = stray ?? (given('labels') && !method.needsLabels ? 'labels' : undefined);
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
  if (labels.some((label) => label !== labels[0])) return;
  throw new InvalidArgumentError(
    `${file}: there must be at least two classes, but all are of class ${labels[0]}`,
  );
}

/** The data as methods ask for it: streamed without labels, or whole with them. */
function dataOf(
  file: string,
  { labels, array, labelColumn }: TrainOptions,
  { progress, signal }: Context,
): Pick<TrainJob, 'batches' | 'points' | 'labelled'> {
  async function* batches() {
    const input = await openRowStream(file, { array, labelColumn });
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
      return (await readVectors(file, { array, labelColumn })).points;
    },
    async labelled() {
      told();
      const dataset = await readDatasetFile(file, { labels, array, labelColumn });
      checkClasses(file, dataset.labels);
      return dataset;
    },
  };
}
