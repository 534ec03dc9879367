import type { Policy, Send } from "../http-request.ts";

/** One function of many: the first policy is the outermost, `send` the innermost. */
export function compose(policies: readonly Policy[], send: Send): Send {
  return policies.reduceRight<Send>((next, policy) => (request) => policy(request, next), send);
}
