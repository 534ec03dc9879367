/**
 * What a function threw, in a form that survives the way to another thread. The structured clone algorithm keeps neither
 * the name of an error that is not one of the language's, nor its own properties (`code`, `status`, …).
 *
 * An error that is reached in several ways, or by way of itself, has one record, which stands in all these places.
 */
export type Thrown =
  | { readonly kind: "error"; readonly error: ErrorRecord }
  | { readonly kind: "value"; readonly value: unknown }
  /** A list with errors in it. */
  | { readonly kind: "list"; readonly items: readonly Thrown[] }
  /** What cannot be cloned, as text. */
  | { readonly kind: "text"; readonly text: string };

/** An error in its parts. */
export interface ErrorRecord {
  /** The nearest class of the language, for `instanceof`. */
  readonly base: string;
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** `cause`, `errors` and the own enumerable properties, as far as they can be read and cloned. */
  readonly properties: readonly RecordedProperty[];
}

export type RecordedProperty = readonly [name: string, enumerable: boolean, value: Thrown];
