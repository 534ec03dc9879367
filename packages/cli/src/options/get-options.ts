import type { Credentials } from "../units/parse-credentials.ts";
import type { HeaderPair } from "../units/parse-header.ts";
import { credentials, duration, header, text } from "./option-kind.ts";
import type { OptionTable } from "./option-table.ts";

/** What `baedal get` takes. */
export interface GetOptions {
  readonly output?: string;
  readonly fail?: boolean;
  /** Milliseconds. */
  readonly timeout: number;
  readonly header?: readonly HeaderPair[];
  readonly userAgent?: string;
  readonly auth?: Credentials;
}

const result = "The result:";
const request = "The request:";

/** The options of `baedal get`, in the order of its help. */
export const getOptions: OptionTable<GetOptions> = {
  output: {
    flags: "-o, --output <file>",
    kind: text,
    group: result,
    help: "write the body to a file, which is whole or absent, instead of stdout",
  },
  fail: { flags: "-f, --fail", kind: "switch", group: result, help: "end with 1 when the status is 400 or more" },
  timeout: {
    flags: "--timeout <duration>",
    kind: duration,
    default: 300_000,
    group: request,
    help: "bound the whole request, redirects and body included",
  },
  header: {
    flags: "-H, --header <header>",
    kind: "repeatable",
    each: header,
    group: request,
    help: 'send a header: "Accept: text/html" (repeatable)',
  },
  userAgent: { flags: "-A, --user-agent <text>", kind: text, group: request, help: "call yourself this" },
  auth: {
    flags: "-u, --auth <user:password>",
    kind: credentials,
    env: "BAEDAL_AUTH",
    group: request,
    help: "send HTTP Basic credentials, but to no other host after a redirect",
  },
};
