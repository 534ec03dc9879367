import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A key and its certificate, as PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** What a certificate says. */
export interface CertificateInit {
  readonly names?: readonly string[];
  readonly addresses?: readonly string[];
  /** Seconds since 1970. */
  readonly until?: number;
}

/** A certificate that signs itself (X.509, ECDSA with P-256), since Node can read certificates but not make them. */
export function selfSigned({
  names = [],
  addresses = [],
  until = Date.now() / 1000 + 86_400,
}: CertificateInit): Identity {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const body = toBeSigned(privateKey, names, addresses, until);
  const signature = sign("sha256", body, privateKey);
  const der = sequence(body, ecdsaWithSha256, tlv(0x03, Buffer.of(0), signature));
  const pem = der.toString("base64").replace(/.{64}/g, "$&\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n`,
  };
}

function toBeSigned(key: KeyObject, names: readonly string[], addresses: readonly string[], until: number): Buffer {
  const name = sequence(tlv(0x31, sequence(objectId("550403"), tlv(0x0c, Buffer.from("test")))));
  const alternatives = [
    ...names.map((dns) => tlv(0x82, Buffer.from(dns))),
    ...addresses.map((address) => tlv(0x87, Buffer.from(address.split(".").map(Number)))),
  ];
  const extensions = sequence(
    sequence(objectId("551d11"), tlv(0x04, sequence(...alternatives))),
    sequence(objectId("551d13"), tlv(0x01, Buffer.of(0xff)), tlv(0x04, sequence(tlv(0x01, Buffer.of(0xff))))),
  );
  return sequence(
    tlv(0xa0, tlv(0x02, Buffer.of(2))),
    tlv(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ecdsaWithSha256,
    name,
    sequence(time(0), time(until)),
    name,
    createPublicKey(key).export({ type: "spki", format: "der" }),
    tlv(0xa3, extensions),
  );
}

const ecdsaWithSha256 = sequence(objectId("2a8648ce3d040302"));

function time(seconds: number): Buffer {
  const text = new Date(seconds * 1000).toISOString().replace(/[-:T]|\..*/g, "");
  return tlv(0x18, Buffer.from(`${text}Z`));
}

function objectId(hex: string): Buffer {
  return tlv(0x06, Buffer.from(hex, "hex"));
}

function sequence(...content: Buffer[]): Buffer {
  return tlv(0x30, ...content);
}

function tlv(tag: number, ...content: Buffer[]): Buffer {
  const value = Buffer.concat(content);
  if (value.length < 128) return Buffer.concat([Buffer.of(tag, value.length), value]);
  const length = Buffer.from(value.length.toString(16).padStart(4, "0"), "hex");
  return Buffer.concat([Buffer.of(tag, 0x82), length, value]);
}
