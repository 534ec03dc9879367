import type { CookieJar } from "./cookies/cookie-jar.ts";
import type { Policy } from "./http-request.ts";
import { resolveRate } from "./options/rate-options.ts";
import type { SessionOptions } from "./options/session-options.ts";
import { authorize } from "./policy/authorize.ts";
import { connectBy } from "./policy/connect-by.ts";
import { cookies } from "./policy/cookies.ts";
import { logExchanges } from "./policy/log-exchanges.ts";
import { middleware } from "./policy/middleware.ts";
import { raiseForStatus } from "./policy/raise-for-status.ts";
import { rate } from "./policy/rate.ts";
import { redirect } from "./policy/redirect.ts";
import { replay } from "./policy/replay.ts";
import { retry } from "./policy/retry.ts";

/**
 * The policies of a session. The order matters: what stands further up happens once for what stands below it.
 *
 * @throws TypeError for an option with a wrong value
 */
export function policiesOf(options: SessionOptions, jar: CookieJar | undefined): Policy[] {
  const { middleware: around = [], rate: speed, har, connector } = options;
  return [
    raiseForStatus,
    ...around.map(middleware),
    authorize,
    redirect,
    retry(),
    ...(jar === undefined ? [] : [cookies(jar)]),
    ...(speed === undefined ? [] : [rate(resolveRate(speed))]),
    ...(har === undefined ? [] : [logExchanges(har)]),
    ...(connector === undefined ? [] : [connectBy(connector)]),
    replay,
  ];
}

/** Whether a policy has a say in every request, so that none may take the plain lane. */
export function hasSayInAll({ middleware: around = [], rate: speed, har, connector }: SessionOptions): boolean {
  return around.length > 0 || speed !== undefined || har !== undefined || connector !== undefined;
}
