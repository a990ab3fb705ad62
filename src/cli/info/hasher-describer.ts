import { readContents } from '../../data/contents.ts';
import { isSafetensors } from '../../data/safetensors/safetensors.ts';
import { describeHasher } from '../../models/describe-hasher.ts';
import { HASHER_FORMAT } from '../../models/hasher-file.ts';
import { describeContents } from './contents.ts';
import type { Describer } from './description.ts';

/** Bytes of a header in which the metadata that names the format is looked for. */
const LOOKED_AT = 2 ** 16;
const MARK = new RegExp(`"format"\\s*:\\s*"${HASHER_FORMAT}"`);

/** Saved hashers: what they were made with and learned, beside their tensors. */
export const HASHER_DESCRIBER: Describer = {
  knows: (bytes) =>
    isSafetensors(bytes) && MARK.test(new TextDecoder().decode(bytes.subarray(0, LOOKED_AT))),
  async describe(bytes) {
    const { format, ...details } = describeHasher(bytes);
    const { arrays } = await describeContents(await readContents(bytes, { name: format }));
    return { format, details, arrays };
  },
};
