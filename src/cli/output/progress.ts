import { printable } from './printable.ts';

/** A line on stderr that is overwritten as work goes on; silent where stderr is no terminal. */
export interface ProgressLine {
  update(message: string, share: number): void;
  clear(): void;
}

const BAR = 20;
const MIN_MILLIS_BETWEEN = 50;

export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  if (!stream.isTTY) return { update() {}, clear() {} };
  let last = 0;
  return {
    update(message, share) {
      const now = performance.now();
      if (now - last < MIN_MILLIS_BETWEEN) return;
      last = now;
      const filled = Math.round(Math.max(0, Math.min(1, share)) * BAR);
      const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
      const text = `${bar} ${Math.round(share * 100)}%  ${printable(message)}`;
      // A terminal that knows no size says 0.
      stream.write(`\r\u001b[K${text.slice(0, (stream.columns || 80) - 1)}`);
    },
    clear() {
      stream.write('\r\u001b[K');
    },
  };
}
