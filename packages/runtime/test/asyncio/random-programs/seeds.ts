/** Of the programs whose logs programs/random_programs.log holds. */
export const seeds: readonly number[] = Array.from({ length: 400 }, (_, index) => index + 1);
