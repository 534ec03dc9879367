import { styleText } from "node:util";

/** The few styles the command uses; none carries meaning that the words beside it do not. */
export type Style = "bold" | "dim" | "red" | "green" | "cyan" | "yellow";

/** Colours a text, or leaves it plain where colour is not wanted. */
export type Paint = (style: Style, text: string) => string;

/** Leaves every text as it is. */
export const plainPaint: Paint = (_style, text) => text;

/** Colour as the stream can show it; `NO_COLOR`, `FORCE_COLOR` and a stream that is no terminal are respected. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (style, text) => styleText(style, text, { stream });
}
