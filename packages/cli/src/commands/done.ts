/** Takes the exit code of a command that has run to its end. */
export type Done = (exitCode: number) => void;
