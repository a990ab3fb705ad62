import type { ArrayDescription } from '../../data/arrays/describe-array.ts';
import { isIndex } from '../../search/hash-index/file/container.ts';
import { describeIndex } from '../../search/hash-index/file/describe.ts';
import type { Describer } from './description.ts';

/** Indexes that `hashplane index` and `HashIndex.save` write. */
export const INDEX_DESCRIBER: Describer = {
  knows: isIndex,
  describe(bytes) {
    const described = describeIndex(bytes);
    const { format, version, metric, keepVectors, codes, size, dimensions, bits } = described;
    const array = (name: string, shape: number[], dtype: string): ArrayDescription => {
      return { name, shape, dtype, min: null, max: null, mean: null };
    };
    const { source, method, classes } = described.metadata;
    const about: Record<string, string> = { version: String(version), metric, codes };
    if (typeof method === 'string') about.method = method;
    if (typeof source === 'string') about.source = source;
    if (Array.isArray(classes)) about.classes = String(classes.length);
    return {
      format,
      metadata: about,
      arrays: [
        ...bits.map((own, table) => {
          const name = codes === 'hamming' ? `codes of table ${table}` : 'codes';
          return array(name, [size, own], 'bits');
        }),
        ...(keepVectors ? [array('vectors', [size, dimensions], keepVectors)] : []),
      ],
    };
  },
};
