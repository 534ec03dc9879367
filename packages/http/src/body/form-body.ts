import { randomUUID } from "node:crypto";
import type { OutgoingBody } from "./outgoing-body.ts";

/** A part of a form: what stands before it, and its bytes. */
interface Part {
  readonly head: Buffer;
  readonly content: Buffer | Blob;
}

const lineEnd = Buffer.from("\r\n");

/** A form as `multipart/form-data` (RFC 7578, with the escapes of the HTML standard). Files are read while they are sent. */
export class FormBody implements OutgoingBody {
  readonly contentType: string;
  readonly length: number;
  readonly rewindable = true;
  readonly consumed = false;
  failure: { readonly error: unknown } | undefined = undefined;
  readonly #parts: readonly Part[];
  readonly #tail: Buffer;

  constructor(form: FormData) {
    const boundary = `----baedal-${randomUUID()}`;
    this.contentType = `multipart/form-data; boundary=${boundary}`;
    this.#parts = [...form].map(([name, value]) => partOf(boundary, name, value));
    this.#tail = Buffer.from(`--${boundary}--\r\n`);
    this.length = this.#parts.reduce((sum, part) => sum + part.head.length + sizeOf(part) + 2, this.#tail.length);
  }

  async *content(): AsyncGenerator<Uint8Array, void, void> {
    this.failure = undefined;
    try {
      for (const { head, content } of this.#parts) {
        yield head;
        if (content instanceof Blob) yield* content.stream();
        else yield content;
        yield lineEnd;
      }
      yield this.#tail;
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }

  release(): void {}
}

function sizeOf({ content }: Part): number {
  return content instanceof Blob ? content.size : content.length;
}

function partOf(boundary: string, name: string, value: string | File): Part {
  const start = `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(name)}"`;
  if (typeof value === "string") {
    const text = value.replace(/\r\n|\r|\n/g, "\r\n");
    return { head: Buffer.from(`${start}\r\n\r\n`), content: Buffer.from(text) };
  }
  const type = value.type === "" ? "application/octet-stream" : value.type;
  const head = `${start}; filename="${escapeName(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`;
  return { head: Buffer.from(head), content: value };
}

/** A name cannot end its own quotes, nor its line. */
function escapeName(name: string): string {
  return name.replace(/\r\n|\r|\n/g, "%0D%0A").replaceAll('"', "%22");
}
