import { randomNumbers } from "./random.ts";

/** Shares of the choices in which a schedule departs from first come, first served; each schedule has one of them. */
const departureRates = [1, 0.5, 0.2, 0.1, 0.05];

/** The lower part of a seed makes the choices, the rest says after how many departures to stop. */
const choiceRange = 2 ** 32;

/** A scenario that takes more turns than this does not end. */
const maxSteps = 100_000;

/**
 * Who goes next, at each point of one run. All of it follows from the seed, so that the seed replays it.
 *
 * A seed below 2^32 makes as many departures from first come, first served as it likes. `limited` gives the seed of the
 * same schedule with the first few of them only, which is how a failing one is made simpler.
 */
export class Schedule {
  readonly seed: number;
  readonly #random: () => number;
  readonly #rate: number;
  readonly #limit: number;
  readonly #endless: () => void;
  #departures = 0;
  #steps = 0;
  #fingerprint = 0;

  /** @param endless - called once if the run takes too many steps */
  constructor(seed: number, endless: () => void) {
    this.seed = seed;
    this.#random = randomNumbers(seed % choiceRange);
    this.#rate = departureRates[Math.floor(this.#random() * departureRates.length)] as number; // in range
    const limit = Math.floor(seed / choiceRange);
    this.#limit = limit === 0 ? Infinity : limit - 1;
    this.#endless = endless;
  }

  /** How often another than the first was chosen. */
  get departures(): number {
    return this.#departures;
  }

  /** A number for the choices made: the same for the same ones, nearly always another for others. */
  get fingerprint(): number {
    return this.#fingerprint;
  }

  /** Chooses one of `count`; 0 is the one that has waited longest. */
  readonly pick = (count: number): number => {
    if (++this.#steps === maxSteps) this.#endless();
    if (count < 2) return 0;
    const choice = this.#choose(count);
    this.#fingerprint = Math.imul(this.#fingerprint ^ (count * 31 + choice + 1), 0x01000193);
    return choice;
  };

  #choose(count: number): number {
    if (this.#departures >= this.#limit || this.#random() >= this.#rate) return 0;
    const choice = Math.floor(this.#random() * count);
    if (choice > 0) this.#departures++;
    return choice;
  }

  /** The seed of the schedule that follows another one for its first few departures. */
  static limited(seed: number, departures: number): number {
    return (departures + 1) * choiceRange + (seed % choiceRange);
  }

  /** Whether a seed was made by `limited`. */
  static isLimited(seed: number): boolean {
    return seed >= choiceRange;
  }

  /** The seed of the n-th schedule that an exploration tries; the first is the seed it was given. */
  static nth(seed: number, index: number): number {
    if (index === 0) return seed;
    return Math.floor(randomNumbers((seed % choiceRange) + Math.imul(index, 0x9e3779b1))() * choiceRange);
  }
}
