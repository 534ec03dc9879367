import { emitKeypressEvents, type Key } from "node:readline";

/** What a person does to `baedal top`. */
export type TopKey = "quit" | "pause" | "up" | "down" | "pageUp" | "pageDown" | "home" | "end";

const keys: Readonly<Record<string, TopKey>> = {
  q: "quit",
  escape: "quit",
  space: "pause",
  up: "up",
  k: "up",
  down: "down",
  j: "down",
  pageup: "pageUp",
  pagedown: "pageDown",
  home: "home",
  g: "home",
  end: "end",
};

/**
 * Reads single keys, where there is a terminal to read from.
 *
 * @param onInterrupt - Ctrl-C, which comes as a key and not as a signal while keys are read one by one
 */
export function readKeys(input: NodeJS.ReadStream, onKey: (key: TopKey) => void, onInterrupt: () => void): Disposable {
  if (!input.isTTY) return { [Symbol.dispose]() {} };
  const take = (_text: string | undefined, { name = "", ctrl = false }: Key): void => {
    if (ctrl && name === "c") return onInterrupt();
    const key = keys[name];
    if (key !== undefined) onKey(key);
  };
  emitKeypressEvents(input);
  input.setRawMode(true).resume().on("keypress", take);
  return { [Symbol.dispose]: () => void input.off("keypress", take).pause().setRawMode(false) };
}
