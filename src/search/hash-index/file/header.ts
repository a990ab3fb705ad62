import { METRICS, type Metric } from '../../../kernels/api.ts';
import { BITS_PER_DIMENSION } from '../../../kernels/quantised/api.ts';
import type { FormSettings } from '../form-settings.ts';
import { CODE_FORMS, VECTOR_FORMS, type VectorForm } from '../types.ts';
import { type Container, damaged } from './container.ts';
import { areFields, type FieldHeader } from './documents.ts';

/** What a file of any version says of an index. */
export interface IndexHeader {
  readonly metric: Metric;
  readonly keepVectors: VectorForm;
  /** 0 if nothing was added yet, and no hasher was given. */
  readonly dimensions: number;
  readonly size: number;
  /** Length of the codes, one entry a table. */
  readonly bits: readonly number[];
  readonly ids: 'numbers' | 'json';
  readonly nextId: number;
  readonly metadata: Record<string, unknown>;
  /** From version 2 on; null: hashers were given. */
  readonly settings: FormSettings | null;
  /** From version 3 on; null: no vector has a document. */
  readonly fields: readonly FieldHeader[] | null;
  /** Of codes `estimated`: of how many vectors the centre is the mean. */
  readonly centredOn: number;
  /** Of codes `estimated`: see `EncodedState`. */
  readonly spread: number;
}

/** The header of an index file. @throws FormatError if it lacks something, or says what can't be. */
export function headerOf({ version, header }: Container): IndexHeader {
  const { settings = null, centredOn = 0, spread = 0 } = version === 1 ? {} : header;
  const { fields = null } = version < 3 ? {} : header;
  const { metric, keepVectors, dimensions, size, bits, ids, nextId, metadata } = header;
  const isEmpty = settings !== null && size === 0;
  const isSound =
    METRICS.includes(metric as Metric) &&
    VECTOR_FORMS.includes(keepVectors as VectorForm) &&
    isWhole(dimensions, isEmpty ? 0 : 1) &&
    isWhole(size, 0) &&
    Array.isArray(bits) &&
    bits.length > (isEmpty ? -1 : 0) &&
    bits.every((each) => isWhole(each, 1)) &&
    (ids === 'numbers' || ids === 'json') &&
    // One more than the largest id, which may be the largest safe integer.
    (isWhole(nextId, 0) || nextId === 2 ** 53) &&
    isObject(metadata) &&
    (settings === null || isSettings(settings, metric)) &&
    (fields === null || areFields(fields)) &&
    isWhole(centredOn, 0) &&
    typeof spread === 'number' &&
    spread >= 0;
  if (!isSound) throw damaged("its header says what can't be");
  return { ...header, settings, fields, centredOn, spread } as unknown as IndexHeader;
}

function isSettings(settings: unknown, metric: unknown): boolean {
  if (!isObject(settings)) return false;
  const { codes, bitsPerDimension, bits, seed } = settings;
  return (
    settings.metric === metric &&
    CODE_FORMS.some((name) => name === codes) &&
    BITS_PER_DIMENSION.some((count) => count === bitsPerDimension) &&
    (bits === null || isWhole(bits, 1)) &&
    isWhole(seed, 0)
  );
}

function isWhole(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
