/** 0.1, 0.2, 0.5, 1, 2, 5 ... from `low` to `high`; none unless `low` is above 0. */
export function oneTwoFive(low: number, high: number): number[] {
  const ticks: number[] = [];
  if (!(low > 0)) return ticks;
  for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power++) {
    // Read as text, 5e-2 is 0.05 and not 0.050000000000000003.
    for (const digit of [1, 2, 5]) ticks.push(Number(`${digit}e${power}`));
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}

/** A tick's number without the noise of its last digits. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}
