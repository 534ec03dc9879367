import { UsageError } from "../errors.ts";

/** What HTTP Basic authentication sends. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Credentials typed on the command line: `user:password`; the password may hold colons.
 *
 * @throws UsageError when there is no colon. The message does not repeat the text: it may be a password.
 */
export function parseCredentials(text: string): Credentials {
  const colon = text.indexOf(":");
  if (colon < 1) throw new UsageError("not credentials; write user:password");
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}
