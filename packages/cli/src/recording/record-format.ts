/**
 * Events in bytes, as they lie in shared memory and in the spool. Numbers are little-endian.
 *
 *     record   code u8, task u32, at f64, then by its code:
 *     spawn    parent u32, name            wait      on
 *     start                                waitTask  task u32, on
 *     wake     by u32, on                  cancel    by u32, message
 *     finished, cancelled                  failed    error
 *     acquired, released   resource        busy      duration f64
 *     drop     count f64                   closed    (the program came to its end)
 *     foreign  size u16 of what follows, kind, fields u8, each: name, then a type u8 and its value
 *     json     size u32, the whole event in JSON, two bytes a character
 *
 *     string   length u16 in characters; the highest bit says two bytes each, else one; or the number of a word, see below
 */
export const code = {
  spawn: 1,
  start: 2,
  wait: 3,
  waitTask: 4,
  wake: 5,
  cancel: 6,
  finished: 7,
  cancelled: 8,
  failed: 9,
  acquired: 10,
  released: 11,
  busy: 12,
  drop: 13,
  foreign: 14,
  json: 15,
  closed: 16,
} as const;

/** Types of the fields of a foreign event. */
export const fieldType = { undefined: 0, false: 1, true: 2, null: 3, integer: 4, number: 5, string: 6 } as const;

/** Characters of a string that are kept. */
export const longestString = 4096;
/** The bit in a string's length that says two bytes a character. */
export const wide = 0x8000;
/** The bit that says that the rest is the place of a word in `words`. */
export const isWord = 0x4000;
/** What events of other packages are full of; a number takes a third of the time that the letters do. */
export const words: readonly string[] = [
  ...["http:request", "http:send", "http:phase", "http:end"],
  ...["id", "method", "url", "streamed", "sending", "phase", "status", "error", "bytes"],
  ...["queued", "dns", "connect", "tls", "sent", "firstByte", "done", "GET", "POST", "PUT", "DELETE", "HEAD"],
];
/** Bytes before what is special to a code. */
export const headSize = 13;
