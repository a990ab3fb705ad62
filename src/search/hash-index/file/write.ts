import { refuse } from '../../../core/checks.ts';
import { InvalidArgumentError } from '../../../core/errors.ts';
import type { Steps } from '../../../core/steps.ts';
import type { BitsPerDimension } from '../../../kernels/quantised/api.ts';
import type { CodeForm } from '../code-form.ts';
import { EstimatedForm } from '../estimated/estimated-form.ts';
import type { QuantisedCodes } from '../estimated/quantised-codes.ts';
import { Float32Vectors } from '../float32-vectors.ts';
import type { FormSettings } from '../form-settings.ts';
import type { TableCodes } from '../hamming/table-codes.ts';
import { TableForm } from '../hamming/table-form.ts';
import { Int8Vectors } from '../int8-vectors.ts';
import type { KeptVectors } from '../kept-vectors.ts';
import type { Segment } from '../segment.ts';
import type { Snapshot } from '../snapshot.ts';
import type { VectorForm } from '../types.ts';
import { type Container, writeContainer } from './container.ts';
import { writeDocuments } from './documents.ts';
import { bytesOf, jsonBytes } from './sections.ts';

/** What an index file holds. */
export interface IndexToWrite {
  readonly keepVectors: VectorForm;
  readonly recall: number;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly settings: FormSettings;
  /** Null if nothing was added yet, and no hasher was given. */
  readonly form: CodeForm | null;
  /** The first number for ids that are left out. */
  readonly nextId: number;
  /** All fields of documents, and such as are no more, in the order that they are to have. */
  readonly fields: readonly string[];
  readonly snapshot: Snapshot;
}

/** The bytes of an index file; see container.ts. What `index` refers to is read at the first step. */
export function* writeIndex(index: IndexToWrite): Steps<Uint8Array<ArrayBuffer>> {
  const { settings, form, nextId, keepVectors, recall } = index;
  const metadata = plainMetadata(index.metadata);
  const segment = yield* index.snapshot.compacted();
  const ids = segment?.ids ?? [];
  const isNumbers = ids.every((id) => typeof id === 'number');
  // All that a search by codes needs comes first.
  const sections = new Map<string, Uint8Array>();
  sections.set('ids', isNumbers ? bytesOf('float64', Float64Array.from(ids)) : jsonBytes(ids));
  const fields =
    segment?.documents && (yield* writeDocuments(segment.documents, index.fields, sections));
  const ofCodes = codesToWrite(index, segment);
  for (const [name, bytes] of ofCodes.sections) sections.set(name, bytes);
  yield* addVectors(sections, segment?.vectors ?? null);
  const header = {
    metric: settings.metric,
    keepVectors,
    recall,
    dimensions: form?.dimensions ?? 0,
    size: ids.length,
    bits: form?.bits ?? [],
    ids: isNumbers ? 'numbers' : 'json',
    nextId,
    metadata,
    ...ofCodes.header,
    ...(fields && { fields }),
  };
  return yield* writeContainer({ version: fields ? 3 : ofCodes.version, header, sections });
}

/** Codes and what makes them: hashers in version 1, which every reader knows, if they are all of it. */
function codesToWrite({ settings, form }: IndexToWrite, segment: Segment | null): Container {
  const sections = new Map<string, Uint8Array>();
  if (form instanceof TableForm) {
    form.hashers.checkSame();
    const { hashers } = form.hashers;
    for (const [table, hasher] of hashers.entries()) sections.set(`hasher${table}`, hasher.save());
    const codes = segment?.codes as TableCodes | undefined;
    for (const [table, { words }] of (codes?.tables ?? []).entries()) {
      sections.set(`codes${table}`, bytesOf('uint32', words));
    }
    return { version: 1, header: {}, sections };
  }
  if (!(form instanceof EstimatedForm))
    return { version: 2, header: settingsToWrite(settings, 1), sections };
  sections.set('centre', bytesOf('float32', form.state.centres));
  const encoded = (segment?.codes as QuantisedCodes | undefined)?.encoded;
  if (encoded) {
    sections.set('codes', encoded.codes);
    sections.set('factors', bytesOf('float32', encoded.factors));
  }
  const { bitsPerDimension } = form.state;
  const own = settingsToWrite(settings, bitsPerDimension);
  const header = { ...own, centredOn: form.centredOn, spread: form.spread };
  return { version: 2, header, sections };
}

/** Bits that are chosen stand beside that they are, for readers who know of no choice. */
function settingsToWrite(settings: FormSettings, bitsPerDimension: BitsPerDimension) {
  const choosesBits = settings.codes === 'estimated' && settings.bitsPerDimension === null;
  const written = { ...settings, bitsPerDimension: settings.bitsPerDimension ?? bitsPerDimension };
  return { settings: written, ...(choosesBits && { choosesBits }) };
}

function* addVectors(sections: Map<string, Uint8Array>, vectors: KeptVectors | null): Steps<void> {
  if (vectors instanceof Float32Vectors) {
    sections.set('vectors', bytesOf('float32', (yield* vectors.readAll()).data));
  }
  if (vectors instanceof Int8Vectors) {
    // Before the values, which mean nothing without them while a file comes.
    sections.set('scales', bytesOf('float32', vectors.scales));
    sections.set('vectors', bytesOf('int8', vectors.values));
  }
}

/** The metadata as it will be read again. @throws InvalidArgumentError if it can't be. */
export function plainMetadata(
  metadata: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  try {
    const value = JSON.parse(JSON.stringify(metadata));
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  } catch (cause) {
    throw new InvalidArgumentError("metadata can't be written as JSON", { cause });
  }
  refuse('metadata', 'an object', metadata);
}
