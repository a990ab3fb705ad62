import { byBatches, bytesOf, type CodeFormat } from './types.ts';

// JSON lines of engines with binary vectors: a field `id` where the engine has no id of its own, and a
// field `code`.

/** Elasticsearch's _bulk: `dense_vector` of `element_type: bit`, in hexadecimal, bit 0 first. */
export const elasticsearch: CodeFormat = {
  wholeBytes: true,
  write: lines('big', (id, code) => [
    { index: { _id: String(id) } },
    { code: Array.from(code, (byte) => byte.toString(16).padStart(2, '0')).join('') },
  ]),
};

/** OpenSearch's _bulk: `knn_vector` of `data_type: binary`, signed bytes, bit 0 first. */
export const openSearch: CodeFormat = {
  wholeBytes: true,
  write: lines('big', (id, code) => [{ index: { _id: String(id) } }, { code: signed(code) }]),
};

/** `vespa feed`: `tensor<int8>(x[n / 8])`, signed bytes, bit 0 first. */
export const vespa: CodeFormat = {
  write: lines('big', (id, code, type) => [
    { put: `id:${type}:${type}::${id}`, fields: { code: { values: signed(code) } } },
  ]),
};

/** Rows as Milvus's clients insert them: `BINARY_VECTOR` as bytes, bit 0 least significant. */
export const milvus: CodeFormat = {
  wholeBytes: true,
  write: lines('little', (id, code) => [{ id, code: Array.from(code) }]),
};

function lines(
  order: 'little' | 'big',
  objectsOf: (id: number | string, code: Uint8Array, documentType: string) => object[],
): CodeFormat['write'] {
  return byBatches(({ codes, ids }, { bits, documentType }) => {
    const bytes = codes.toBytes(order);
    const objects = ids.flatMap((id, i) => objectsOf(id, bytesOf(bytes, bits, i), documentType));
    return objects.map((object) => `${JSON.stringify(object)}\n`).join('');
  });
}

function signed(bytes: Uint8Array): number[] {
  return Array.from(bytes, (byte) => (byte << 24) >> 24);
}
