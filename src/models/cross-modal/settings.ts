import { checkRange, checkWhole, refuse } from '../../core/checks.ts';
import { checkOptions, type OptionNames } from '../../core/options.ts';

/**
 * What is done with the values of a modality before anything is learned of them. `centre`: the mean is
 * subtracted. `standardise`: each value is then divided by its standard deviation. `root`: square roots of
 * values that are not negative, as of histograms, before the mean is subtracted; products of such rows are
 * Bhattacharyya's coefficient, and their distance is Hellinger's.
 */
export const SCALINGS = ['centre', 'standardise', 'root'] as const;
export type Scaling = (typeof SCALINGS)[number];

/** Settings of cross-modal hashing. A variant looks at its own alone. */
export type CrossModalSettings = {
  /** All variants: what is done with values of texts. */
  readonly textScaling: Scaling;
  /** All variants: what is done with values of images. */
  readonly imageScaling: Scaling;
  /** `kernel`: width of the texts' similarity over their mean squared distance. */
  readonly textWidth: number;
  /** `kernel`: width of the images' similarity over their mean squared distance. */
  readonly imageWidth: number;
  /** `kernel`: what is added to the diagonal of the texts' kernel matrix, above 0. */
  readonly textRidge: number;
  /** `kernel`: what is added to the diagonal of the images' kernel matrix, above 0. */
  readonly imageRidge: number;
  /** `kernel`, of labels: what the texts' calibrated scores are multiplied by before their softmax. */
  readonly textSharpness: number;
  /** `kernel`, of labels: the same of images. */
  readonly imageSharpness: number;
  /** `kernel`: most landmarks of a similarity; where there are no more rows it is kernel ridge regression. */
  readonly landmarks: number;
  /** `published`: weight of the neighbours' bits, 0..1. */
  readonly alpha: number;
  /** `published`: rounds of the graph step and the support vector machines. */
  readonly iterations: number;
  /** `published`: C of the support vector machines. */
  readonly cost: number;
  /** `cca`: what is added to the diagonals of the covariances, over their mean. */
  readonly regularisation: number;
};

const NAMES: OptionNames<CrossModalSettings> = {
  textScaling: 1,
  imageScaling: 1,
  textWidth: 1,
  imageWidth: 1,
  textRidge: 1,
  imageRidge: 1,
  textSharpness: 1,
  imageSharpness: 1,
  landmarks: 1,
  alpha: 1,
  iterations: 1,
  cost: 1,
  regularisation: 1,
};

/** What is taken where nothing is given, and nothing chosen. */
export const CROSS_MODAL_DEFAULTS: CrossModalSettings = {
  textScaling: 'standardise',
  imageScaling: 'standardise',
  textWidth: 1,
  imageWidth: 1,
  textRidge: 1,
  imageRidge: 1,
  textSharpness: 1,
  imageSharpness: 1,
  landmarks: 2000,
  alpha: 1,
  iterations: 2,
  cost: 1,
  regularisation: 0.1,
};

/** The defaults with what is given in their place. @throws InvalidArgumentError if it is out of range. */
export function readCrossModalSettings(given: Partial<CrossModalSettings>): CrossModalSettings {
  checkOptions('settings', given, NAMES);
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  const settings: CrossModalSettings = { ...CROSS_MODAL_DEFAULTS, ...Object.fromEntries(named) };
  for (const name of ['textScaling', 'imageScaling'] as const) {
    if (SCALINGS.includes(settings[name])) continue;
    refuse(name, `one of ${SCALINGS.join(', ')}`, settings[name]);
  }
  const widths = ['textWidth', 'imageWidth', 'textRidge', 'imageRidge'] as const;
  const others = ['textSharpness', 'imageSharpness', 'cost', 'regularisation'] as const;
  for (const name of [...widths, ...others]) {
    checkRange(name, settings[name], 1e-12, 1e12);
  }
  checkWhole('landmarks', settings.landmarks, 1, 2 ** 14);
  checkRange('alpha', settings.alpha, 0, 1);
  checkWhole('iterations', settings.iterations, 1, 1000);
  return settings;
}
