/** Whether a stream is a terminal on which lines can be redrawn. */
export function isLive(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && process.env["TERM"] !== "dumb";
}
