import { duckdb } from './duckdb.ts';
import { elasticsearch, milvus, openSearch, vespa } from './json-lines.ts';
import type { CodeFormatName } from './names.ts';
import { npy } from './npy.ts';
import { parquet } from './parquet.ts';
import { pgCopy, pgCopyText } from './postgres.ts';
import type { CodeFormat } from './types.ts';

/** What `--format` names. */
export const FORMATS: Readonly<Record<CodeFormatName, CodeFormat>> = {
  npy,
  'pg-copy': pgCopy,
  'pg-copy-text': pgCopyText,
  duckdb,
  parquet,
  'jsonl-es': elasticsearch,
  'jsonl-opensearch': openSearch,
  'jsonl-vespa': vespa,
  'jsonl-milvus': milvus,
};
