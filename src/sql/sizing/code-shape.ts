import { valueCount } from '../query/substrings.ts';

/** How alike codes are to the queries that are asked of them: all that their cost depends on. */
export interface CodeShape {
  readonly bits: number;
  /** The radii within which a share of the codes lies, of as many queries as there are, and their weights. */
  radii(share: number): { readonly radius: number; readonly weight: number }[];
  /** The share of codes that differ from a query in at most `most` of `width` neighbouring bits. */
  sharing(width: number, most: number): number;
}

/** What was counted: radii by i for shares of 2^-i, one a query; shares by width of a substring, then distance. */
export interface CountedShape {
  readonly bits: number;
  readonly radii: readonly (readonly number[])[];
  readonly sharing: Readonly<Record<number, readonly number[]>>;
}

/** Independent fair bits: no neighbour is near. The worst case of multi-index hashing. */
export function uniformShape(bits: number): CodeShape {
  const shareOf = (width: number, most: number) => valueCount(width, most) / 2 ** width;
  return {
    bits,
    radii(share) {
      let radius = 0;
      while (radius < bits && shareOf(bits, radius) < share) radius++;
      return [{ radius, weight: 1 }];
    },
    sharing: shareOf,
  };
}

/**
 * What was counted on some codes, for any number of their kind: between two shares that were counted,
 * queries have the radii of both. Smaller shares than were counted have the radii of the smallest: too large
 * rather than too small.
 */
export function countedShape({ bits, radii, sharing }: CountedShape): CodeShape {
  const widths = Object.keys(sharing).map(Number);
  return {
    bits,
    radii(share) {
      const step = Math.min(Math.max(0, -Math.log2(share)), radii.length - 1);
      const low = Math.floor(step);
      const high = Math.min(low + 1, radii.length - 1);
      const of = (i: number, weight: number) =>
        radii[i].map((radius) => ({ radius, weight: weight / radii[i].length }));
      return [...of(low, 1 - (step - low)), ...of(high, step - low)];
    },
    sharing(width, most) {
      const nearest = widths.reduce((a, b) => (Math.abs(b - width) < Math.abs(a - width) ? b : a));
      const shares = sharing[nearest];
      return shares[Math.min(most, shares.length - 1)];
    },
  };
}
