import type { Credentials } from "../units/parse-credentials.ts";
import type { HeaderPair } from "../units/parse-header.ts";
import { countFromZero, credentials, header, path, someTime, text } from "./option-kind.ts";
import type { OptionTable } from "./option-table.ts";

/** What `baedal get` takes. */
export interface GetOptions {
  readonly output?: string;
  readonly fail?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly retries: number;
  readonly header?: readonly HeaderPair[];
  readonly userAgent?: string;
  readonly cookies?: string;
  readonly auth?: Credentials;
  readonly proxy?: string;
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly http2?: boolean;
}

const result = "The result:";
const request = "The request:";
const connection = "The connection:";

/** The options of `baedal get`, in the order of its help. */
export const getOptions: OptionTable<GetOptions> = {
  output: {
    flags: "-o, --output <file>",
    kind: path,
    group: result,
    help: "write the body to a file, which is whole or absent, instead of stdout",
  },
  fail: { flags: "-f, --fail", kind: "switch", group: result, help: "end with 1 when the status is 400 or more" },
  timeout: {
    flags: "--timeout <duration>",
    kind: someTime,
    group: request,
    help: "bound the whole request, retries, redirects and body included; without it a silence of 60s ends it",
  },
  retries: {
    flags: "--retries <n>",
    kind: countFromZero,
    default: 0,
    group: request,
    help: "further tries after the first",
  },
  header: {
    flags: "-H, --header <header>",
    kind: "repeatable",
    each: header,
    group: request,
    help: 'send a header: "Accept: text/html" (repeatable)',
  },
  userAgent: { flags: "-A, --user-agent <text>", kind: text, group: request, help: "call yourself this" },
  cookies: {
    flags: "--cookies <file>",
    kind: text,
    group: request,
    help: "begin with these cookies: a cookies.txt as browsers and curl export it, or a saved jar",
  },
  auth: {
    flags: "-u, --auth <user:password>",
    kind: credentials,
    env: "BAEDAL_AUTH",
    group: request,
    help: "send HTTP Basic credentials, but to no other host after a redirect",
  },
  proxy: {
    flags: "-x, --proxy <url>",
    kind: text,
    group: connection,
    help: "go through a proxy: http://user:password@host:3128, socks5://host",
  },
  ca: { flags: "--ca <file>", kind: text, group: connection, help: "trust the certificates in this PEM file as well" },
  insecure: {
    flags: "-k, --insecure",
    kind: "switch",
    group: connection,
    help: "do not check the server's certificate",
  },
  http2: { flags: "--http2", kind: "switch", group: connection, help: "use HTTP/2 where the server offers it" },
};
