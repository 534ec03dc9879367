import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { type ListLine, readList } from "../dist/read-list.js";

async function linesOf(...chunks: (string | Uint8Array)[]): Promise<ListLine[]> {
  const lists = await Array.fromAsync(readList(Readable.from(chunks), "urls.txt"));
  return lists.flat();
}

test("names the list that cannot be read, and why", async () => {
  const broken = new Readable({
    read() {
      this.destroy(Object.assign(new Error("boom"), { code: "EACCES" }));
    },
  });
  const reading = Array.fromAsync(readList(broken, "urls.txt"));
  await expect(reading).rejects.toMatchObject({
    code: "ERR_BAEDAL_LIST",
    message: "Cannot read the list urls.txt: permission denied",
  });
});

test("marks a line that is no UTF-8 and goes on", async () => {
  const lines = await linesOf(Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0x0a, 0x62]));
  expect(lines).toEqual([
    { number: 1, text: "a", unreadable: false },
    { number: 2, text: "", unreadable: true },
    { number: 3, text: "b", unreadable: false },
  ]);
});

test("marks a line that is longer than any URL without keeping it", async () => {
  const long = Array.from({ length: 40 }, () => "x".repeat(4096));
  expect(await linesOf(...long, "\nb")).toEqual([
    { number: 1, text: "", unreadable: true },
    { number: 2, text: "b", unreadable: false },
  ]);
});

test("takes a BOM, CRLF, blank lines, comments and a last line without an end", async () => {
  const lines = await linesOf("\uFEFFa\r\n\r\n# note\r\n  b \nc");
  expect(lines.map(({ number, text }) => [number, text])).toEqual([
    [1, "a"],
    [4, "b"],
    [5, "c"],
  ]);
});

test("puts a character and a line together again that were cut between chunks", async () => {
  const bytes = Buffer.from("http://example.com/é\nb\n");
  const pieces = Array.from(bytes, (byte) => Uint8Array.of(byte));
  expect((await linesOf(...pieces)).map(({ text }) => text)).toEqual(["http://example.com/é", "b"]);
});

test("finds nothing in an empty list", async () => {
  expect(await linesOf("")).toEqual([]);
});
