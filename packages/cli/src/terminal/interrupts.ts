import { exitCode } from "../exit-code.ts";
import { endProcess } from "./end-process.ts";

type Signal = "SIGINT" | "SIGTERM";

/** What a person pressing Ctrl-C, or a process manager, has asked for. */
export interface Interrupts extends Disposable {
  /** Aborted at the first signal. */
  readonly signal: AbortSignal;
  /** What the command ends with because of it; undefined while nothing came. */
  readonly exitCode: number | undefined;
}

/**
 * The first SIGINT or SIGTERM aborts `signal`, the second ends the process at once after `beforeExit`.
 *
 * `npm start` and a terminal may both deliver one Ctrl-C, so what follows within 50 ms counts as the same.
 */
export function listenForInterrupts(beforeExit: () => void = () => {}): Interrupts {
  const controller = new AbortController();
  let first: { readonly at: number; readonly exitCode: number } | undefined;
  const onSignal = (signal: Signal): void => {
    const code = signal === "SIGINT" ? exitCode.interrupted : exitCode.terminated;
    if (first === undefined) {
      first = { at: performance.now(), exitCode: code };
      controller.abort();
    } else if (performance.now() - first.at > 50) {
      beforeExit();
      endProcess(signal, code);
    }
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    get exitCode() {
      return first?.exitCode;
    },
    [Symbol.dispose]: () => void process.off("SIGINT", onSignal).off("SIGTERM", onSignal),
  };
}
