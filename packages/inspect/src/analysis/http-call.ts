import type { ForeignEvent } from "baedal/trace";
import { PHASES, type PhaseId, type PhaseSpan } from "../shape/phases.ts";

/** One HTTP call of a task, as the events of `@baedal/http` tell it. Times on the clock of the run. */
export interface HttpCall {
  readonly id: number;
  readonly task: number;
  readonly method: string;
  readonly url: string;
  readonly from: number;
  /** `undefined` while it lasts. */
  to: number | undefined;
  status: number | undefined;
  /** Code of what it failed with. */
  error: string | undefined;
  /** How often it was sent: redirects, retries, replays. */
  sendings: number;
  readonly phases: PhaseSpan[];
  /** Where the phase begins that is going on. */
  mark: number;
}

const KNOWN: ReadonlySet<unknown> = new Set(PHASES.map(({ id }) => id));

/** Takes the events of calls as they come. What other packages or later versions send is passed over. */
export class CallReader {
  readonly #calls = new Map<number, HttpCall>();

  /** The call that the event begins, or `undefined`. */
  read({ kind, at, task, data }: ForeignEvent): HttpCall | undefined {
    const id = Number(data["id"]);
    if (kind === "http:request") {
      const [method, url] = [data["method"], data["url"]].map((value) => (typeof value === "string" ? value : ""));
      const call = { id, task, method: method ?? "", url: url ?? "", from: at, sendings: 0, phases: [], mark: at };
      const begun: HttpCall = { ...call, to: undefined, status: undefined, error: undefined };
      this.#calls.set(id, begun);
      return begun;
    }
    const call = this.#calls.get(id);
    if (call !== undefined) this.#goOn(call, kind, at, data);
    return undefined;
  }

  #goOn(call: HttpCall, kind: string, at: number, data: ForeignEvent["data"]): void {
    if (kind === "http:send") {
      call.sendings++;
      call.mark = at;
    } else if (kind === "http:phase" && KNOWN.has(data["phase"])) {
      closePhase(call, data["phase"] as PhaseId, at); // a known one
    } else if (kind === "http:end") {
      end(call, at, data);
      this.#calls.delete(call.id);
    }
  }
}

function closePhase(call: HttpCall, phase: PhaseId, at: number): void {
  if (at > call.mark) call.phases.push({ phase, from: call.mark, to: at });
  call.mark = Math.max(call.mark, at);
}

function end(call: HttpCall, at: number, data: ForeignEvent["data"]): void {
  call.to = at;
  if (typeof data["status"] === "number") call.status = data["status"];
  if (typeof data["error"] === "string") call.error = data["error"];
  if (call.error !== undefined && call.sendings > 0) closePhase(call, "unanswered", at);
}
