import { loadCookies } from "@baedal/collect";
import type { SessionOptions } from "@baedal/http";
import { getCACertificates } from "node:tls";
import type { GetOptions } from "../options/get-options.ts";
import { readCertificates } from "../certificates/read-certificates.ts";

/** The session that the options of `baedal get` describe. */
export async function sessionOptions(options: GetOptions): Promise<SessionOptions> {
  const { retries, header, userAgent, auth, proxy, http2, timeout, cookies } = options;
  return {
    retry: { attempts: retries + 1 },
    http2: http2 === true,
    tls: await tlsOptions(options),
    ...(cookies === undefined ? {} : { cookies: await loadCookies(cookies) }),
    ...(header === undefined ? {} : { headers: header }),
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(auth === undefined ? {} : { auth }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(timeout === undefined ? {} : { timeout: { total: timeout } }),
  };
}

async function tlsOptions({ ca, insecure }: GetOptions): Promise<NonNullable<SessionOptions["tls"]>> {
  return {
    // What is given replaces Node's own list, so that list is given too.
    ...(ca === undefined ? {} : { ca: [...getCACertificates("default"), await readCertificates(ca)] }),
    ...(insecure === true ? { rejectUnauthorized: false } : {}),
  };
}
