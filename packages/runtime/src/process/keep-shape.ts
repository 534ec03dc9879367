/** One instance of each class that is made and dropped all the time. */
const kept: object[] = [];

/**
 * Keeps the hidden class of a hot class alive. V8 holds it weakly: when a garbage collection finds no instance, it forgets the
 * class's shape and throws away all code that was optimised for it. Measured: a park and a wake took 450 ns after each
 * full collection, and 160 ns with the shapes kept.
 *
 * @param sample - an instance whose fields have held what they will hold, so that their kinds need not widen later
 */
export function keepShape(sample: object): void {
  kept.push(sample);
}
