import { checkRange, checkWhole } from '../../core/checks.ts';
import { checkOptions, type OptionNames } from '../../core/options.ts';
import { completeSettings } from '../../learners/network/settings.ts';

/** Settings of the classifier behind graded codes: plain numbers, for reports and files. */
export type GradedSettings = {
  /** Width of the ridge's similarity over the mean squared distance to its landmarks. */
  readonly relativeWidth: number;
  /** Weight of the ridge's squared weights. */
  readonly ridge: number;
  /** Most landmarks of the ridge; all labelled points where there are no more. */
  readonly landmarks: number;
  /** Hidden units of each layer of a network. */
  readonly units: number;
  /** Hidden layers: 1 or 2. */
  readonly layers: number;
  readonly epochs: number;
  /** Points of a mini-batch. */
  readonly batch: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Share of hidden units left out at each step. */
  readonly dropout: number;
  /** Share of inputs left out at each step. */
  readonly inputDropout: number;
  /** Parameter of the Beta distribution by which pairs of points are mixed; 0: none are. */
  readonly mixup: number;
  /** Networks, alike but for their seeds. */
  readonly networks: number;
  /** The networks' part of the teacher's probabilities, 0 to 1; the ridge has the rest. */
  readonly networkShare: number;
  /** The student's part of the blend, 0 to below 1; the teacher has the rest. */
  readonly studentShare: number;
  /** Most landmarks of the student. */
  readonly studentLandmarks: number;
  /** Width of the student's similarity over the mean squared distance. */
  readonly studentWidth: number;
  /** Most unlabelled points that the student learns from. */
  readonly unlabelled: number;
};

const NAMES: OptionNames<GradedSettings> = {
  relativeWidth: 1,
  ridge: 1,
  landmarks: 1,
  units: 1,
  layers: 1,
  epochs: 1,
  batch: 1,
  learningRate: 1,
  weightDecay: 1,
  dropout: 1,
  inputDropout: 1,
  mixup: 1,
  networks: 1,
  networkShare: 1,
  studentShare: 1,
  studentLandmarks: 1,
  studentWidth: 1,
  unlabelled: 1,
};

/** With more labelled points the ridge has landmarks: a system of all of them takes too long. */
const MOST_KERNEL_ROWS = 5000;
/** A student is worth its time where there are at least so many unlabelled points for a labelled one. */
const UNLABELLED_FOR_STUDENT = 1;
const MOST_BATCH = 256;
/** With more labelled points the networks are alone. */
const MOST_FOR_RIDGE = 20_000;

/**
 * What is taken where nothing is chosen: the larger the number of labelled points, the larger the batches
 * of networks; a student where points without labels are in the majority.
 */
export function gradedDefaults(labelled: number, points: number): GradedSettings {
  const few = labelled <= 2000;
  const hasOthers = points - labelled > UNLABELLED_FOR_STUDENT * labelled;
  return {
    relativeWidth: 0.5,
    ridge: 0.3,
    landmarks: labelled <= MOST_KERNEL_ROWS ? MOST_KERNEL_ROWS : 4000,
    units: few ? 512 : 1024,
    layers: 1,
    epochs: 40,
    batch: few ? 64 : labelled <= 10_000 ? 128 : MOST_BATCH,
    learningRate: 1e-3,
    weightDecay: 0.01,
    dropout: 0.5,
    inputDropout: 0.2,
    mixup: 0.2,
    networks: few ? 4 : labelled <= 5000 ? 2 : 1,
    // Landmarks of a ridge can't keep up with so many labels, and pull the blend down.
    networkShare: labelled > MOST_FOR_RIDGE ? 1 : labelled > MOST_KERNEL_ROWS ? 0.75 : 0.5,
    studentShare: hasOthers ? (few ? 0.5 : 0.25) : 0,
    studentLandmarks: few ? 2000 : 4000,
    studentWidth: 0.5,
    unlabelled: 20_000,
  };
}

/** The defaults with what is given in their place. @throws InvalidArgumentError if it is out of range. */
export function readGradedSettings(
  given: Partial<GradedSettings>,
  labelled: number,
  points: number,
): GradedSettings {
  checkOptions('settings', given, NAMES);
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  const settings = { ...gradedDefaults(labelled, points), ...Object.fromEntries(named) };
  checkWhole('landmarks', settings.landmarks, 1, 2 ** 14);
  checkWhole('units', settings.units, 1, 2 ** 14);
  checkWhole('layers', settings.layers, 1, 2);
  const { epochs, batch, learningRate, weightDecay, mixup } = settings;
  completeSettings({ epochs, batch, learningRate, weightDecay, mixup }, labelled);
  checkWhole('networks', settings.networks, 1, 100);
  checkWhole('studentLandmarks', settings.studentLandmarks, 1, 2 ** 14);
  checkWhole('unlabelled', settings.unlabelled, 0, Number.MAX_SAFE_INTEGER);
  for (const name of ['relativeWidth', 'studentWidth', 'ridge'] as const) {
    checkRange(name, settings[name], 1e-12, 1e12);
  }
  checkRange('networkShare', settings.networkShare, 0, 1);
  for (const name of ['dropout', 'inputDropout', 'studentShare'] as const) {
    checkRange(name, settings[name], 0, 0.99);
  }
  return settings;
}
