import type { StreamVariant } from './names.ts';
import { landmarksVariant } from './variants/landmarks.ts';
import { passiveAggressiveVariant } from './variants/passive-aggressive.ts';
import { ridgeVariant } from './variants/ridge.ts';
import type { StartStreamLearner } from './variants/variant.ts';

/** How each variant starts. */
export const VARIANTS: Readonly<Record<StreamVariant, StartStreamLearner>> = {
  'passive-aggressive': passiveAggressiveVariant,
  ridge: ridgeVariant,
  landmarks: landmarksVariant,
};
