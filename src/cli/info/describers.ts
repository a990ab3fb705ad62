import type { Describer } from './description.ts';
import { HASHER_DESCRIBER } from './hasher-describer.ts';
import { INDEX_DESCRIBER } from './index-describer.ts';

/**
 * The describers of files of hashplane's own. The first that knows a file is asked; the arrays of
 * other files are described one by one.
 */
export const DESCRIBERS: readonly Describer[] = [HASHER_DESCRIBER, INDEX_DESCRIBER];
