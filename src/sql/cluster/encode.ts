import { checkWhole } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { asVector, type VectorLike } from '../../core/given.ts';
import { checkCodes, HashCodes } from '../../core/hash-codes.ts';
import type { Hasher } from '../../core/hasher.ts';
import { asMatrix, Matrix, type MatrixLike } from '../../core/matrix.ts';
import type { Kernels } from '../../kernels/api.ts';
import { checkBits } from '../bits.ts';

/** Codes of what a cluster is given: as they are, or by its hasher, which is loaded once vectors come. */
export class ClusterEncoder {
  readonly #bits: number;
  readonly #kernels: Kernels | undefined;
  readonly #load: (kernels: Kernels) => Promise<Hasher>;
  #hasher: Hasher | undefined;

  constructor(
    bits: number,
    known: { readonly kernels: Kernels | undefined; readonly hasher: Hasher | undefined },
    load: (kernels: Kernels) => Promise<Hasher>,
  ) {
    this.#bits = bits;
    this.#kernels = known.kernels;
    this.#hasher = known.hasher;
    this.#load = load;
  }

  /** Many, called `name` in messages. @throws InvalidArgumentError if they don't fit the cluster. */
  async codes(name: string, rows: HashCodes | MatrixLike): Promise<HashCodes> {
    if (!(rows instanceof HashCodes)) {
      const vectors = asMatrix(name, rows);
      return (await this.#encoder()).encode(vectors);
    }
    checkBits(name, rows, this.#bits);
    return rows;
  }

  /** One, of a query. @throws InvalidArgumentError if it does not fit the cluster. */
  async code(query: HashCodes | VectorLike): Promise<HashCodes> {
    const given = query as unknown;
    const code = given instanceof Uint32Array ? new HashCodes(given, 1, this.#bits) : query;
    if (!(code instanceof HashCodes)) {
      const vector = asVector('query', code as VectorLike);
      return (await this.#encoder()).encode(new Matrix(vector, 1, vector.length));
    }
    checkCodes('query', code);
    checkBits('the query', code, this.#bits);
    checkWhole('codes of a query', code.count, 1, 1);
    return code;
  }

  async #encoder(): Promise<Hasher> {
    if (this.#hasher) return this.#hasher;
    if (!this.#kernels) {
      throw new InvalidArgumentError(
        'vectors need a backend: open the cluster with kernels, or give codes',
      );
    }
    this.#hasher = await this.#load(this.#kernels);
    return this.#hasher;
  }
}
