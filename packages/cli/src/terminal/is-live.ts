/** Whether a stream is a terminal on which lines can be redrawn; one that does not know its width is none. */
export function isLive(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && stream.columns > 0 && process.env["TERM"] !== "dumb";
}
