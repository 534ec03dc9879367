/** How far a body has come. */
export interface Progress {
  /** Bytes so far, as they are on the wire. */
  readonly loaded: number;
  /** Bytes in all, where they are known. */
  readonly total: number | undefined;
}

/** Told of each piece of a body that was sent or received. */
export type OnProgress = (progress: Progress) => void;
