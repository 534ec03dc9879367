import { UsageError } from "../errors.ts";

/** What HTTP Basic authentication sends. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Credentials typed for an option: `user:password`; the password may hold colons.
 *
 * @throws UsageError when there is no colon. The message does not repeat the text: it may be a password.
 */
export function parseCredentials(typed: string, flag: string): Credentials {
  const colon = typed.indexOf(":");
  if (colon < 1) throw new UsageError(`${flag} must be user:password`);
  return { username: typed.slice(0, colon), password: typed.slice(colon + 1) };
}
