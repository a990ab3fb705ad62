import type { ArrayDescription } from '../../data/arrays/describe-array.ts';
import type { Paint } from '../output/colour.ts';
import { inWords } from '../output/in-words.ts';
import { printable } from '../output/printable.ts';
import { type Property, properties } from '../output/properties.ts';
import { table } from '../output/table.ts';
import type { FileDescription } from './description.ts';

/** Metadata beyond this is cut: it may be a whole vocabulary. */
const MAX_TEXT = 200;

/** What is in a file, for people. Names come from the file and are stripped of control characters. */
export function descriptionText(name: string, description: FileDescription, paint: Paint): string {
  const { format, gzipped, metadata, details, arrays, notRead = [] } = description;
  const packed = gzipped ? ', gzipped' : '';
  const parts = [`${paint('bold', printable(name))}: ${printable(format)}${packed}`];
  if (arrays.length > 0) {
    const header = ['array', 'shape', 'type', 'min', 'max', 'mean'];
    parts.push(table(header, arrays.map(rowOf), paint));
  }
  const notes = arrays.flatMap(({ name: array, notFinite, notRead: why }) => [
    ...(notFinite ? [`${label(array)}: ${notFinite} values are NaN or infinite`] : []),
    ...(why ? [`${label(array)}: ${printable(why)}`] : []),
  ]);
  notes.push(...notRead.map(({ name: part, reason }) => `${label(part)}: not read (${reason})`));
  if (notes.length > 0) parts.push(notes.join('\n'));
  const about = details ? detailsOf(details) : Object.entries(metadata ?? {});
  const lines = about.map(([key, value]): Property => [label(key), shorten(value)]);
  if (lines.length > 0) parts.push(properties(lines, paint));
  return `${parts.join('\n\n')}\n`;
}

function rowOf({ name, shape, dtype, min, max, mean }: ArrayDescription): string[] {
  const size = shape.length === 0 ? '1 value' : shape.join(' x ');
  return [label(name), size, printable(dtype), number(min), number(max), number(mean)];
}

/**
 * Details with the members of objects in the objects' places, each name once and in words. Settings say
 * by themselves what they are.
 */
function detailsOf(details: Readonly<Record<string, unknown>>): Property[] {
  const flat = new Map<string, string>();
  for (const [name, value] of Object.entries(details)) {
    const parts = isPlainObject(value) ? detailsOf(value) : [['', plainText(value)] as const];
    const before = name === 'settings' ? '' : inWords(name);
    for (const [part, text] of parts) {
      const full = `${before} ${part}`.trim();
      if (!flat.has(full)) flat.set(full, text);
    }
  }
  return [...flat];
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function plainText(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
}

function label(name: string): string {
  return name === '' ? '(no name)' : shorten(name);
}

function shorten(text: string): string {
  const plain = printable(text);
  return plain.length > MAX_TEXT ? `${plain.slice(0, MAX_TEXT)}...` : plain;
}

function number(value: number | null): string {
  return value === null ? '-' : String(Number(value.toPrecision(6)));
}
