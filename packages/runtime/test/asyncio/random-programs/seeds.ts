/** Of programs that once played differently. */
const foundLater = [50883, 52072];

/** Of the programs whose logs programs/random_programs.log holds. */
export const seeds: readonly number[] = [...Array.from({ length: 400 }, (_, index) => index + 1), ...foundLater];
