import type { BodyInput } from "../body/body-of.ts";

/** A body as it travels between threads: `FormData` and `URLSearchParams` cannot be cloned, what they hold can. */
export type WireBody =
  | {
      readonly kind: "form";
      readonly entries: ReadonlyArray<readonly [name: string, value: string | Blob, filename: string]>;
    }
  | { readonly kind: "params"; readonly text: string }
  | { readonly kind: "plain"; readonly body: string | ArrayBuffer | ArrayBufferView | Blob };

/** Undefined for a stream, which belongs to one thread. */
export function toWireBody(body: BodyInput): WireBody | undefined {
  if (typeof body === "string" || body instanceof ArrayBuffer || ArrayBuffer.isView(body))
    return { kind: "plain", body };
  if (body instanceof URLSearchParams) return { kind: "params", text: body.toString() };
  if (body instanceof Blob) return { kind: "plain", body };
  if (!(body instanceof FormData)) return undefined;
  const entries = [...body].map(([name, value]) => {
    if (typeof value === "string") return [name, value, ""] as const;
    return [name, new Blob([value], { type: value.type }), value.name] as const;
  });
  return { kind: "form", entries };
}

/** The body again. */
export function fromWireBody(wire: WireBody): BodyInput {
  if (wire.kind === "plain") return wire.body;
  if (wire.kind === "params") return new URLSearchParams(wire.text);
  const form = new FormData();
  for (const [name, value, filename] of wire.entries) {
    if (typeof value === "string") form.append(name, value);
    else form.append(name, value, filename);
  }
  return form;
}
