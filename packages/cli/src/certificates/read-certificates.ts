import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { UsageError } from "../errors.ts";

const certificate = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]*-----END (?:X509 |TRUSTED )?CERTIFICATE-----/gu;

/**
 * The certificates in a file that `--ca` names. What is no certificate TLS would pass over in silence, and then trust nobody
 * more than before.
 *
 * @throws UsageError it cannot be read, or holds something else
 */
export async function readCertificates(file: string): Promise<string> {
  const text = await textOf(file);
  const found = text.match(certificate) ?? [];
  if (found.length === 0) {
    throw new UsageError(`--ca: ${file} holds no certificate: it must be a PEM file, with BEGIN CERTIFICATE in it`);
  }
  const damaged = found.findIndex((one) => !isWhole(one));
  if (damaged < 0) return text;
  throw new UsageError(`--ca: certificate ${damaged + 1} in ${file} is damaged: take it once more from where it came`);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`--ca: cannot read ${file}: ${reason}`, { cause });
  }
}

function isWhole(text: string): boolean {
  try {
    return new X509Certificate(text).serialNumber !== "";
  } catch {
    return false;
  }
}
