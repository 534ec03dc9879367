import type { ForeignEvent } from "baedal/trace";
import { microseconds, type TraceEntry } from "./trace-entry.ts";

/** Where a call stands. */
interface OpenCall {
  readonly name: string;
  /** When the phase that runs began. */
  since: number;
}

/** The track that entries go to. */
export interface Place {
  readonly pid: number;
  readonly tid: number;
}

/**
 * HTTP calls (`http:…` events of `@baedal/http`) as slices with their phases in them. A task may have several at once, so
 * each stands on a line of its own below the tasks.
 */
export class RequestSlices {
  readonly #open = new Map<number, OpenCall & { readonly place: Place }>();

  take(event: ForeignEvent, place: Place): TraceEntry[] {
    const { id } = event.data;
    if (typeof id !== "number") return [];
    if (event.kind === "http:request") return this.#begin(id, event, place);
    const call = this.#open.get(id);
    if (call === undefined) return [];
    if (event.kind === "http:send") call.since = event.at;
    if (event.kind === "http:phase") return phase(id, call, event);
    return event.kind === "http:end" ? this.#end(id, event.at, event.data) : [];
  }

  /** Closes what still runs when the recording ends. */
  endAll(at: number): TraceEntry[] {
    return [...this.#open.keys()].flatMap((id) => this.#end(id, at, {}));
  }

  #begin(id: number, { at, data }: ForeignEvent, place: Place): TraceEntry[] {
    const name = `${String(data["method"])} ${String(data["url"])}`;
    this.#open.set(id, { name, since: at, place });
    return [{ ph: "b", cat: "http", id, name, ts: microseconds(at), ...place }];
  }

  #end(id: number, at: number, data: ForeignEvent["data"]): TraceEntry[] {
    const call = this.#open.get(id);
    if (call === undefined) return [];
    this.#open.delete(id);
    const { status, error, bytes } = data;
    return [
      {
        ph: "e",
        cat: "http",
        id,
        name: call.name,
        ts: microseconds(at),
        args: { status, error, bytes },
        ...call.place,
      },
    ];
  }
}

function phase(id: number, call: OpenCall & { readonly place: Place }, { at, data }: ForeignEvent): TraceEntry[] {
  const name = String(data["phase"]);
  const entry = { cat: "http", id, name, ...call.place };
  const [from, to] = [Math.min(call.since, at), at];
  call.since = at;
  return [
    { ph: "b", ts: microseconds(from), ...entry },
    { ph: "e", ts: microseconds(to), ...entry },
  ];
}
