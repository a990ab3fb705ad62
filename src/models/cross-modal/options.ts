import { checkWhole, refuse } from '../../core/checks.ts';
import { MAX_BITS } from '../../core/hash-codes.ts';
import { checkOptions } from '../../core/options.ts';
import type { Kernels } from '../../kernels/api.ts';
import { type CrossModalSettings, readCrossModalSettings } from './settings.ts';

/** How codes of two modalities are learned; see `CrossModalHashing`. */
export const CROSS_MODAL_VARIANTS = ['kernel', 'published', 'cca'] as const;
export type CrossModalVariant = (typeof CROSS_MODAL_VARIANTS)[number];

/** Options of `CrossModalHashing`. */
export interface CrossModalHashingOptions {
  /** The compute backend, from `createKernels()`. */
  readonly kernels: Kernels;
  /** Length of the codes, 1..4096. */
  readonly bits: number;
  /** Default `kernel`. */
  readonly variant?: CrossModalVariant | undefined;
  /**
   * Those that are not given are the defaults; with `kernel`, scalings, widths and ridges are chosen by
   * what is left out in turn. `tuneCrossModal` chooses those of the other variants.
   */
  readonly settings?: Partial<CrossModalSettings> | undefined;
  /** Seed of all that is drawn, 0..2^32-1. Default 0. */
  readonly seed?: number | undefined;
}

/** The same, checked and complete. */
export interface ReadCrossModalOptions extends Required<CrossModalHashingOptions> {
  readonly settings: Partial<CrossModalSettings>;
}

const NAMES = { kernels: 1, bits: 1, variant: 1, settings: 1, seed: 1 } as const;

/** @throws InvalidArgumentError if one is out of range or unknown. */
export function readCrossModalOptions(options: CrossModalHashingOptions): ReadCrossModalOptions {
  checkOptions('CrossModalHashing', options, NAMES);
  const { kernels, bits, variant = 'kernel', settings = {}, seed = 0 } = options;
  checkWhole('bits', bits, 1, MAX_BITS);
  checkWhole('seed', seed, 0, 2 ** 32 - 1);
  if (!CROSS_MODAL_VARIANTS.includes(variant)) {
    refuse('variant', `one of ${CROSS_MODAL_VARIANTS.join(', ')}`, variant);
  }
  readCrossModalSettings(settings);
  return { kernels, bits, variant, settings, seed };
}
