/**
 * Memory that the main thread writes events into and a companion thread takes them out of: a ring of chunks, each filled
 * from its start with whole records. One writer; readers take turns under a lock, for at its end the main thread empties
 * the ring itself.
 *
 *     chunk   0 ······· 1 ······· 2 ······· 3 ·······
 *             read      ^reading            ^writing
 */

/** Bytes of one chunk: the longest record fits. */
export const chunkSize: number = 256 * 1024;
/** So many that the companion may be away for some time. */
export const chunkCount = 32;

/** Words of the control block. */
export const word = {
  /** Number of the chunk that is being written; counts on, its place is the number modulo `chunkCount`. */
  writing: 0,
  /** Number of the chunk that is being read. */
  reading: 1,
  /** Bytes of it that were read. */
  offset: 2,
  /** 1 while somebody reads. */
  lock: 3,
  /** Descriptor of the file that records go to; -1 for none. */
  file: 4,
  /** Bytes in that file. */
  fileSize: 5,
  /** 1 once a file could not be written; what comes then is lost. */
  failed: 6,
  /** Counts turns of the main thread's loop. */
  heartbeat: 7,
  /** Viewers of the live page. */
  viewers: 8,
  /** 1 when the main thread is about to end, 2 when viewers know. */
  ending: 9,
  /** What it ends with. */
  exitCode: 10,
  /** Numbers of the oldest and the newest file. */
  oldest: 11,
  newest: 12,
  /** Bytes in each chunk: `chunkCount` words. */
  length: 16,
} as const;

/** What both threads see of it. */
export interface Chunks {
  readonly control: Int32Array<SharedArrayBuffer>;
  readonly bytes: Uint8Array<SharedArrayBuffer>;
}

/** New, empty memory. */
export function makeChunks(): Chunks {
  const control = new Int32Array(new SharedArrayBuffer(4 * (word.length + chunkCount)));
  control[word.file] = -1;
  return { control, bytes: new Uint8Array(new SharedArrayBuffer(chunkSize * chunkCount)) };
}

/**
 * Takes out all that is there, oldest first; call it while you hold the lock.
 *
 * @param take - gets whole records; the memory is written again once it returns
 */
export function drain({ control, bytes }: Chunks, take: (records: Uint8Array) => void): void {
  for (;;) {
    // In this order: once the writer is past a chunk, its length is final.
    const writing = Atomics.load(control, word.writing);
    const reading = Atomics.load(control, word.reading);
    const length = Atomics.load(control, word.length + (reading % chunkCount));
    const offset = Atomics.load(control, word.offset);
    const start = (reading % chunkCount) * chunkSize;
    if (length > offset) {
      take(bytes.subarray(start + offset, start + length));
      Atomics.store(control, word.offset, length);
    } else if (reading === writing) return;
    else {
      Atomics.store(control, word.offset, 0);
      Atomics.store(control, word.reading, reading + 1);
    }
  }
}

/** Milliseconds after which a lock is taken from whoever holds it: it must have died. */
const patience = 2000;

/** Calls `body` while nobody else reads. */
export function locked({ control }: Chunks, body: () => void): void {
  const deadline = performance.now() + patience;
  while (Atomics.compareExchange(control, word.lock, 0, 1) !== 0 && performance.now() < deadline) {
    Atomics.wait(control, word.lock, 1, patience / 20);
  }
  try {
    body();
  } finally {
    Atomics.store(control, word.lock, 0);
    Atomics.notify(control, word.lock);
  }
}
