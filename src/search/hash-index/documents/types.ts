/** A value that JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** A document of which no more is known than that it is a plain JSON object. */
export type IndexDocument = { readonly [field: string]: JsonValue };

/** What fields are compared with. */
export type FieldOperand = string | number | boolean | null;

type Plain<V> = Extract<V, FieldOperand>;
type Ordered<V> = Extract<V, string | number>;
type Element<V> = V extends string
  ? string
  : V extends readonly (infer E)[]
    ? Extract<E, FieldOperand>
    : never;

/** What is asked of a field whose values are V; of several operators all must hold. */
export interface FieldConditions<V> {
  readonly equals?: Plain<V>;
  /** It equals one of these. */
  readonly in?: readonly Plain<V>[];
  /** Numbers are compared with numbers and texts with texts, by UTF-16 code units as `<` does. */
  readonly gt?: Ordered<V>;
  readonly gte?: Ordered<V>;
  readonly lt?: Ordered<V>;
  readonly lte?: Ordered<V>;
  /** Of a list: one of its items equals this. Of a text: this is a part of it. */
  readonly contains?: Element<V>;
  /** Whether the document has the field; one that is null is there. */
  readonly exists?: boolean;
}

/** A value that the field equals, or conditions. */
export type FieldCondition<V> = Plain<V> | FieldConditions<V>;

/**
 * Which documents may be in a result: a condition for each field named, all of which must hold, and
 * combinations of such. A vector without a document is like one whose document has no field.
 */
export type Where<D extends object = IndexDocument> = string extends keyof D
  ? {
      readonly [field: string]:
        | FieldCondition<string | number | boolean | null | readonly FieldOperand[]>
        | Where<D>
        | readonly Where<D>[];
    }
  : { readonly [F in keyof D]?: FieldCondition<D[F]> } & {
      readonly and?: readonly Where<D>[];
      readonly or?: readonly Where<D>[];
      readonly not?: Where<D>;
    };
