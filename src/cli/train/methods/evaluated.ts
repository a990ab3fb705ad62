import { InvalidArgumentError } from '../../../core/errors.ts';
import { checkFinite, Matrix } from '../../../core/matrix.ts';
import type { FittedModel } from '../../../evaluation/methods/fitted-model.ts';
import type { CodeMethod, FittedLength, Method } from '../../../evaluation/methods/method.ts';
import type { Kernels } from '../../../kernels/api.ts';
import { FittedHasher } from '../../../models/fitted-hasher.ts';
import { columnMeans, normaliseRows, subtractMean } from '../../../preparation/preprocess.ts';
import { inWords } from '../../output/in-words.ts';
import type { Property } from '../../output/properties.ts';
import type { MethodName } from '../names.ts';
import type { MethodSettings, Trained, TrainJob, TrainMethod } from './method.ts';

/** Parts of the labelled points, each once the validation set, where there are points enough. */
const FOLDS = 4;

/** Settings of the parts of a blend of classifiers. */
const PARTS = {
  ridge: ['relativeWidth', 'ridge', 'landmarks'],
  networks: [
    ...['units', 'layers', 'epochs', 'batch', 'learningRate', 'weightDecay'],
    ...['dropout', 'inputDropout', 'mixup', 'networks'],
  ],
  student: ['studentShare', 'studentLandmarks', 'studentWidth', 'unlabelled'],
};

/**
 * A method of `hashplane evaluate`, by the same code: points are prepared first, and the hasher that
 * learned from prepared ones is saved with the preparation.
 */
export function evaluated(name: MethodName, method: Method): TrainMethod {
  return {
    name,
    title: method.title,
    settings: ['bits', 'seed', 'normalise', 'centre', 'tune'],
    needsLabels: true,
    usesUnlabelled: method.usesUnlabelled,
    usesThreads: true,
    fit: (job) => fit(method, job),
  };
}

async function fit(method: Method, job: TrainJob): Promise<Trained> {
  const { kernels, settings, onProgress, signal } = job;
  const { labels, points } = await job.labelled();
  const unlabelled = await job.unlabelled();
  signal.throwIfAborted();
  const { labelled, visible, mean } = prepare(kernels, points, unlabelled, settings);
  if (method.endsEarly) job.holdOn();
  const fitted = await method.fit({
    ...{ kernels, executor: job.executor, onThreads: job.onThreads, onProgress },
    ...{ labelled, labels, visible, seed: settings.seed, bits: [settings.bits] },
    labelledInVisible: Uint32Array.from(labels, (_, row) => row),
    tuning: tuningOf(settings, labels.length),
    shared: new Map(),
    ...(method.endsEarly ? { enough: signal } : { signal }),
  });
  try {
    if (fitted.kind !== 'codes' || !fitted.hasher) {
      throw new InvalidArgumentError(`${method.name} gives no hasher`);
    }
    const rows = { points: labels.length, ...(unlabelled && { unlabelled: unlabelled.rows }) };
    return {
      hasher: withPreparation(kernels, fitted.hasher(settings.bits), settings, mean, rows),
      summary: [
        ['classes', new Set(labels).size.toLocaleString('en-US')],
        ...(unlabelled ? [unlabelledLine(unlabelled.rows)] : []),
        ...summaryOf(fitted.lengths[0]),
      ],
      endedEarly: signal.aborted ? whatIsKept(fitted) : undefined,
    };
  } finally {
    fitted.dispose();
  }
}

/** As `hashplane evaluate` prepares them: about the mean of the labelled points. */
function prepare(
  kernels: Kernels,
  labelled: Matrix,
  unlabelled: Matrix | null,
  { normalise, centre }: MethodSettings,
) {
  for (const points of [labelled, unlabelled]) if (points) checkFinite('points', points);
  const normalised = (points: Matrix) => (normalise ? normaliseRows(kernels, points) : points);
  const first = normalised(labelled);
  const mean = centre ? columnMeans(kernels, first) : null;
  const centred = (points: Matrix) => (mean ? subtractMean(kernels, points, mean) : points);
  const prepared = centred(first);
  let all: Matrix | undefined;
  return {
    labelled: prepared,
    mean,
    visible() {
      all ??= unlabelled ? stacked(prepared, centred(normalised(unlabelled))) : prepared;
      return all;
    },
  };
}

function stacked(above: Matrix, below: Matrix): Matrix {
  const values = new Float32Array(above.data.length + below.data.length);
  values.set(above.data);
  values.set(below.data, above.data.length);
  return new Matrix(values, above.rows + below.rows, above.cols);
}

function tuningOf({ tune }: MethodSettings, labels: number) {
  if (!tune) return null;
  const folds = Math.min(FOLDS, Math.max(2, labels >>> 1));
  return { folds, seconds: typeof tune === 'number' ? tune : Number.POSITIVE_INFINITY };
}

/** The hasher of points as they come. */
function withPreparation(
  kernels: Kernels,
  model: FittedModel,
  { normalise, centre }: MethodSettings,
  mean: Float32Array | null,
  rows: Readonly<Record<string, number>>,
): FittedHasher {
  const { method, settings, training } = model.description;
  const { bits, featureMap, hyperplanes, offsets, rotation = null } = model;
  return new FittedHasher(
    kernels,
    { bits, featureMap, hyperplanes, offsets, rotation, normalise, mean },
    { method, settings: { ...settings, normalise, centre }, training: { ...training, ...rows } },
  );
}

function unlabelledLine(rows: number): Property {
  return ['without labels', `${rows.toLocaleString('en-US')} rows beside them`];
}

function summaryOf({ settings, tuneSeconds, tuningCutShort }: FittedLength): Property[] {
  const lines = Object.entries(settings)
    .filter(([name]) => isInUse(name, settings))
    .map(([name, value]): Property => [inWords(name), String(value)]);
  if (tuneSeconds === 0) return lines;
  const cut = tuningCutShort ? ', ended by its time: not all was tried' : '';
  return [...lines, ['choosing settings', `${tuneSeconds.toFixed(1)} s${cut}`]];
}

/** Settings of a part that a blend of classifiers leaves out tell nothing of the hasher. */
function isInUse(name: string, settings: FittedLength['settings']): boolean {
  const { networkShare, studentShare } = settings;
  if (networkShare === 1 && PARTS.ridge.includes(name)) return false;
  if (networkShare === 0 && PARTS.networks.includes(name)) return false;
  return studentShare !== 0 || !PARTS.student.includes(name);
}

function whatIsKept({ lengths, endedEarly }: CodeMethod): string {
  if (endedEarly) return 'the hasher as it was in training';
  if (lengths[0].tuningCutShort) return 'the hasher of the best settings so far';
  return 'the whole hasher, which was done by then';
}
