/** H(n) = 1 + 1/2 + ... + 1/n for whole n, added up as far as it is asked for. */
export class HarmonicNumbers {
  #sums = new Float64Array(1);
  #known = 0;

  /** 1/(low + 1) + ... + 1/high. Short sums are added up directly: they would lose digits. */
  between(low: number, high: number): number {
    if (high - low > 16) return this.#at(high) - this.#at(low);
    let sum = 0;
    for (let n = high; n > low; n--) sum += 1 / n;
    return sum;
  }

  #at(n: number): number {
    if (n >= this.#sums.length) {
      const grown = new Float64Array(Math.max(n + 1, 2 * this.#sums.length));
      grown.set(this.#sums);
      this.#sums = grown;
    }
    for (let next = this.#known + 1; next <= n; next++) {
      this.#sums[next] = this.#sums[next - 1] + 1 / next;
    }
    this.#known = Math.max(this.#known, n);
    return this.#sums[n];
  }
}
