import { printable } from './printable.ts';
import { TimeLeft, timeText } from './time-left.ts';

/** A line on stderr with the time left, overwritten as work goes on; silent where stderr is no terminal. */
export interface ProgressLine {
  update(message: string, share: number): void;
  clear(): void;
}

const BAR = 20;
const MIN_MILLIS_BETWEEN = 50;

export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  if (!stream.isTTY) return { update() {}, clear() {} };
  const timeLeft = new TimeLeft();
  let last = 0;
  return {
    update(message, share) {
      const now = performance.now();
      const seconds = timeLeft.at(now / 1000, share);
      if (now - last < MIN_MILLIS_BETWEEN) return;
      last = now;
      const filled = Math.round(Math.max(0, Math.min(1, share)) * BAR);
      const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
      const left = seconds === null ? '' : `${timeText(seconds)} left  `;
      const text = `${bar} ${Math.round(share * 100)}%  ${left}${printable(message)}`;
      // A terminal that knows no size says 0.
      stream.write(`\r\u001b[K${text.slice(0, (stream.columns || 80) - 1)}`);
    },
    clear() {
      stream.write('\r\u001b[K');
    },
  };
}
