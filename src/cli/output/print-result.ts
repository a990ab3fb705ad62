import { type Paint, painter } from './colour.ts';

/** Prints a result on stdout: as one JSON object in a line, or as text for people. */
export function printResult(
  asJson: boolean | undefined,
  result: unknown,
  text: (paint: Paint) => string,
): void {
  process.stdout.write(asJson ? `${JSON.stringify(result)}\n` : text(painter(process.stdout)));
}
