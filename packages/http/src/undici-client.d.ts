/**
 * The engine alone: the front door of undici loads its fetch, caches and mocks too, which takes three times as long. The
 * version is pinned, so the path holds; a test sees when it does not.
 */
declare module "undici/lib/dispatcher/client.js" {
  export { Client as default } from "undici";
}

/** The names under which the engine keeps what it shows to nobody. */
declare module "undici/lib/core/symbols.js" {
  const symbols: { readonly kHTTP2Session: symbol };
  export default symbols;
}
