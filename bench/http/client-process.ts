import { type Client, load } from "./load.ts";

/** A client in a process of its own; it measures when it is told to. Arguments: module, URL, how many at once, kind. */
const [module = "", url = "", atOnce = "1", kind = ""] = process.argv.slice(2);
const { open } = (await import(module)) as {
  open: (url: string, atOnce: number, kind: string) => Client;
};
const client = open(url, Number(atOnce), kind);

process.on("message", (operations: number) => {
  void load(client, operations, Number(atOnce)).then((cost) => process.send?.(cost));
});
process.on("disconnect", () => process.exit());
process.send?.("ready");
