import type { OutFormat } from '../../options/out.ts';

/** Values of `--format`, and how their files are named. */
export const CODE_FORMATS = {
  npy: { what: 'a .npy file', example: 'codes.npy' },
  'pg-copy': { what: 'a file of COPY BINARY', example: 'codes.copy' },
  'pg-copy-text': { what: 'a text of COPY', example: 'codes.tsv' },
  duckdb: { what: 'a table with commas', example: 'codes.csv' },
  parquet: { what: 'a Parquet file', example: 'codes.parquet' },
  'jsonl-es': { what: 'JSON lines', example: 'codes.jsonl' },
  'jsonl-opensearch': { what: 'JSON lines', example: 'codes.jsonl' },
  'jsonl-vespa': { what: 'JSON lines', example: 'codes.jsonl' },
  'jsonl-milvus': { what: 'JSON lines', example: 'codes.jsonl' },
} satisfies Record<string, OutFormat>;

export type CodeFormatName = keyof typeof CODE_FORMATS;
