import { once } from "node:events";
import { createServer } from "node:net";
import { UsageError } from "../errors.ts";

/**
 * Makes sure, before anything runs, that the live page can have its port.
 *
 * @throws UsageError
 */
export async function requireFreePort(port: number): Promise<void> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new UsageError(`--inspect=${port}: ${reasonOf(cause)}; --inspect alone takes a free one`, { cause });
  } finally {
    server.close();
  }
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException; // `listen` fails with nothing else
  if (code === "EADDRINUSE") return "something else listens on that port";
  return code === "EACCES" ? "this user may not listen on that port" : message;
}
