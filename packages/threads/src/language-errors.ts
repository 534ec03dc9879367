/** The classes of errors that the language itself has, besides `Error` and `AggregateError`. */
export const languageErrors: readonly ErrorConstructor[] = [
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
];
