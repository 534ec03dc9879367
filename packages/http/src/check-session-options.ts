import { RequestDefaults } from "./build-request.ts";
import type { SessionOptions } from "./options/session-options.ts";
import { policiesOf } from "./policies-of-options.ts";
import { poolOf } from "./pool-of-options.ts";

/**
 * Looks at the options of a session that is to be made elsewhere.
 *
 * @throws TypeError for an option that does not exist or has a wrong value
 */
export function checkSessionOptions(options: SessionOptions): void {
  void new RequestDefaults(options);
  void poolOf(options);
  void policiesOf(options, undefined);
}
