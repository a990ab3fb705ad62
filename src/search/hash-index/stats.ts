import { countBits, hasBit } from './documents/bits.ts';
import type { Part, Snapshot } from './snapshot.ts';
import type { FieldStats, HashIndexStats } from './types.ts';

/** What a snapshot holds and takes. */
export function statsOf({
  parts,
  rows,
  size,
}: Snapshot): Omit<HashIndexStats, 'tables' | 'bits' | 'dimensions'> {
  const bytes = { codes: 0, vectors: 0, ids: 0, documents: 0, resident: 0 };
  for (const { segment } of parts) {
    const own = segment.bytes;
    for (const key of Object.keys(bytes) as (keyof typeof bytes)[]) bytes[key] += own[key];
  }
  return {
    size,
    removed: rows - size,
    segments: parts.length,
    documents: parts.reduce((sum, part) => sum + documentsIn(part), 0),
    fields: fieldsOf(parts),
    bytes,
  };
}

function documentsIn({ segment, removed }: Part): number {
  const filled = segment.documents?.filled;
  if (!filled) return 0;
  let count = countBits(filled);
  if (removed.count === 0) return count;
  for (let row = 0; row < segment.size; row++) {
    if (removed.has(row) && hasBit(filled, row)) count--;
  }
  return count;
}

function fieldsOf(parts: readonly Part[]): FieldStats[] {
  const fields = new Map<string, FieldStats>();
  for (const { segment } of parts) {
    for (const [name, column] of segment.documents?.columns ?? []) {
      const { kind } = column.values;
      const before = fields.get(name) ?? { kind, bytes: 0 };
      fields.set(name, {
        name,
        kind: before.kind === kind ? kind : 'json',
        bytes: before.bytes + column.bytes,
      });
    }
  }
  return [...fields.values()];
}
