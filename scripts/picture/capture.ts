import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/**
 * What a command writes to a terminal of that size. The terminal is lent by `script` of util-linux.
 *
 * @throws Error when the command fails, with what it wrote
 */
export async function capture(command: string, size: { columns: number; rows: number }): Promise<string> {
  const resized = `stty cols ${size.columns} rows ${size.rows} && ${command}`;
  const child = spawn("script", ["--quiet", "--return", "--command", resized, "/dev/null"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, TERM: "xterm-256color", COLORTERM: "truecolor" },
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [output, code] = await Promise.all([text(child.stdout), ended]);
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${output}`);
  return output;
}
