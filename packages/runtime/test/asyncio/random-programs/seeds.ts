import { yieldingFrom } from "./generate.ts";

const from = (first: number, count: number): number[] => Array.from({ length: count }, (_, index) => first + index);

/** Of programs that once played differently. */
const foundLater = [50883, 52072];

/** Of the programs whose logs programs/random_programs.log holds. */
export const seeds: readonly number[] = [...from(1, 400), ...foundLater, ...from(yieldingFrom, 200)];
