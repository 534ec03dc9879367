import { ClientResponse } from "@baedal/http";
import fc from "fast-check";
import { expect, test } from "vitest";

const labels = [
  "utf-8",
  "UTF8",
  "euc-kr",
  "ks_c_5601-1987",
  "shift_jis",
  "windows-1252",
  "latin1",
  "koi8-r",
  "gb18030",
];
const label = fc.constantFrom(...labels);
const bytes = fc.uint8Array({ maxLength: 40 }).filter((array) => markOf(array) === undefined);
const marks = { "utf-8": [0xef, 0xbb, 0xbf], "utf-16be": [0xfe, 0xff], "utf-16le": [0xff, 0xfe] } as const;

function markOf(array: Uint8Array): keyof typeof marks | undefined {
  const names = Object.keys(marks) as (keyof typeof marks)[]; // its keys
  return names.find((name) => marks[name].every((byte, index) => array[index] === byte));
}

function isKnown(charset: string): boolean {
  try {
    return new TextDecoder(charset).encoding !== "";
  } catch {
    return false;
  }
}

async function textOf(type: string | undefined, body: Uint8Array, encoding?: string): Promise<string> {
  return await ClientResponse.of(200, type === undefined ? {} : { "content-type": type }, body).text(encoding);
}

const type = fc.constantFrom("text/plain", "text/html", "application/xhtml+xml", "application/json", "TEXT/HTML");
const header = fc
  .tuple(type, fc.option(label), fc.constantFrom('"', "'", ""), fc.constantFrom("; ", ";", " ;  "))
  .map(([media, charset, quote, semicolon]) => ({
    media,
    charset,
    value: charset === null ? media : `${media}${semicolon}charset=${quote}${charset}${quote}`,
  }));
const meta = (charset: string, form: number): string =>
  [
    `<meta charset="${charset}">`,
    `<META charset=${charset} />`,
    `<meta http-equiv="Content-Type" content="text/html; charset=${charset}">`,
    `<meta content='text/html;charset=${charset}' http-equiv=content-type>`,
  ][form % 4] ?? "";

test("the header's charset decodes what has no byte order mark, whatever a <meta> says", async () => {
  await fc.assert(
    fc.asyncProperty(header, label, fc.nat(), bytes, async ({ charset, value }, other, form, tail) => {
      fc.pre(charset !== null);
      const body = Buffer.concat([Buffer.from(meta(other, form)), tail]);
      expect(await textOf(value, body)).toBe(new TextDecoder(charset).decode(body));
    }),
  );
});

test("a byte order mark outranks header and <meta>", async () => {
  const mark = fc.constantFrom("utf-8", "utf-16be", "utf-16le");
  await fc.assert(
    fc.asyncProperty(mark, header, label, bytes, async (encoding, { value }, other, tail) => {
      // A mark of UTF-16LE before a zero would be one of UTF-32 to some; it is none to the Encoding standard.
      const body = Buffer.concat([Buffer.from(marks[encoding]), Buffer.from(meta(other, 0)), tail]);
      expect(await textOf(value, body)).toBe(new TextDecoder(encoding).decode(body));
    }),
  );
});

test("<meta> counts in HTML without a charset in the header, and nowhere else", async () => {
  await fc.assert(
    fc.asyncProperty(type, label, fc.nat(), fc.nat({ max: 900 }), bytes, async (media, charset, form, before, tail) => {
      const body = Buffer.concat([Buffer.from(`<!doctype html>${" ".repeat(before)}${meta(charset, form)}`), tail]);
      const html = /html/i.test(media);
      expect(await textOf(media, body)).toBe(new TextDecoder(html ? charset : "utf-8").decode(body));
    }),
  );
});

test("a <meta> in a comment, or beyond the first 1024 bytes, does not count", async () => {
  await fc.assert(
    fc.asyncProperty(label, fc.nat(), fc.boolean(), bytes, async (charset, form, hidden, tail) => {
      const tag = meta(charset, form);
      const head = hidden ? `<!-- ${tag} -->` : `${" ".repeat(1024)}${tag}`;
      const body = Buffer.concat([Buffer.from(head), tail]);
      expect(await textOf("text/html", body)).toBe(new TextDecoder("utf-8").decode(body));
    }),
  );
});

test("a label that nobody knows counts as absent, and an encoding that is given outranks all", async () => {
  const unknown = fc.stringMatching(/^[a-z][a-z0-9]{3,8}$/).filter((text) => !isKnown(text));
  await fc.assert(
    fc.asyncProperty(unknown, label, bytes, async (odd, known, tail) => {
      expect(await textOf(`text/plain; charset=${odd}`, tail)).toBe(new TextDecoder().decode(tail));
      expect(await textOf(`text/plain; charset=${odd}`, tail, known)).toBe(new TextDecoder(known).decode(tail));
    }),
  );
});

test("whatever the bytes and the header, text() gives a string", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme-ascii" }), fc.uint8Array(), async (parameters, body) => {
      expect(typeof (await textOf(`text/html;${parameters.replaceAll(/[^\x20-\x7e]/g, "")}`, body))).toBe("string");
    }),
  );
});
