import type { Paint } from './colour.ts';

/** A name and what is said of it. */
export type Property = readonly [name: string, value: string];

/** Names and values as two aligned columns, a line each. */
export function properties(lines: readonly Property[], paint: Paint): string {
  const width = lines.reduce((most, [name]) => Math.max(most, name.length), 0);
  return lines.map(([name, value]) => `${paint('dim', name.padEnd(width))}  ${value}`).join('\n');
}
