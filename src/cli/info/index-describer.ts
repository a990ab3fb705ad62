import type { ArrayDescription } from '../../data/arrays/describe-array.ts';
import { isIndex } from '../../search/hash-index/file/container.ts';
import { describeIndex } from '../../search/hash-index/file/describe.ts';
import type { Describer } from './description.ts';

/** Indexes that `hashplane index` and `HashIndex.save` write. */
export const INDEX_DESCRIBER: Describer = {
  knows: isIndex,
  describe(bytes) {
    const { format, version, metric, keepVectors, size, dimensions, bits, metadata } =
      describeIndex(bytes);
    const array = (name: string, shape: number[], dtype: string): ArrayDescription => {
      return { name, shape, dtype, min: null, max: null, mean: null };
    };
    const { source, method, classes } = metadata;
    const about: Record<string, string> = { version: String(version), metric };
    if (typeof method === 'string') about.method = method;
    if (typeof source === 'string') about.source = source;
    if (Array.isArray(classes)) about.classes = String(classes.length);
    return {
      format,
      metadata: about,
      arrays: [
        ...bits.map((own, table) => array(`codes of table ${table}`, [size, own], 'bits')),
        ...(keepVectors ? [array('vectors', [size, dimensions], keepVectors)] : []),
      ],
    };
  },
};
