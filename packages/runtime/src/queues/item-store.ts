/** Where a queue keeps its items; the order in which it gives them out is what sorts of queues differ in. */
export interface ItemStore<T> {
  readonly size: number;
  /** Whether it asks code of users, such as a comparison. */
  readonly asksUsers: boolean;
  /** Adds an item. One that it refuses with an error is not added, and nothing else changes. */
  add(item: T): void;
  /** Takes the next one out. Called only when there is one. */
  take(): T;
  /** Puts the one that was taken last back to where it was. */
  restore(item: T): void;
  /** Takes out the newest of the items that are this one; false when there is none. */
  remove(item: T): boolean;
  clear(): void;
}
