import type { Moment } from './contents.ts';
import { countBits, hasBit } from './documents/bits.ts';
import { TableForm } from './hamming/table-form.ts';
import type { Part } from './snapshot.ts';
import type { FieldStats, HashIndexStats } from './types.ts';

/** What an index holds at a moment, and takes. */
export function statsOf({ snapshot, form }: Moment): HashIndexStats {
  const { parts, rows, size } = snapshot;
  const versions = form instanceof TableForm ? form.entriesByVersion(snapshot) : [];
  const bytes = { codes: 0, vectors: 0, ids: 0, documents: 0, resident: 0 };
  for (const { segment } of parts) {
    const own = segment.bytes;
    for (const key of Object.keys(bytes) as (keyof typeof bytes)[]) bytes[key] += own[key];
  }
  return {
    size,
    removed: rows - size,
    segments: parts.length,
    tables: form instanceof TableForm ? form.bits.length : 0,
    bits: form?.bits ?? [],
    dimensions: form?.dimensions ?? 0,
    stale: versions.slice(0, -1).reduce((sum, { entries }) => sum + entries, 0),
    versions,
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
