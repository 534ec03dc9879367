/**
 * What an async resource of Node means for the question whether a run is idle.
 *
 * - `operation`: a single request to the platform, in flight from its start to its answer
 * - `job`: a request to the thread pool that may also be made synchronously, and then never reports back
 * - `zlib`: a (de)compressor, which lives as long as its stream and works only now and then
 * - `timer`, `immediate`: real ones, of code that does not know the clock
 * - `socket`: one end of a connection
 * - `tls`: the encryption of one, in flight until the other side is known
 * - `listener`: whatever else can call the program; it never counts as in flight
 */
export type ResourceKind = "operation" | "job" | "zlib" | "timer" | "immediate" | "socket" | "tls" | "listener";

/** The types of Node 24 to 26 (`internalBinding("async_wrap").Providers`) that count, but for the jobs of crypto. */
const kinds: ReadonlyMap<string, ResourceKind> = new Map([
  ["FSREQCALLBACK", "operation"],
  ["FSREQPROMISE", "operation"],
  ["FILEHANDLECLOSEREQ", "operation"],
  ["GETADDRINFOREQWRAP", "operation"],
  ["GETNAMEINFOREQWRAP", "operation"],
  ["QUERYWRAP", "operation"],
  ["TCPCONNECTWRAP", "operation"],
  ["PIPECONNECTWRAP", "operation"],
  ["WRITEWRAP", "operation"],
  ["SHUTDOWNWRAP", "operation"],
  ["UDPSENDWRAP", "operation"],
  ["ZLIB", "zlib"],
  ["Timeout", "timer"],
  ["Immediate", "immediate"],
  ["TCPWRAP", "socket"],
  ["PIPEWRAP", "socket"],
  ["TCPSERVERWRAP", "listener"],
  ["PIPESERVERWRAP", "listener"],
  ["UDPWRAP", "listener"],
  ["TLSWRAP", "tls"],
  ["HTTPCLIENTREQUEST", "listener"],
  ["HTTPINCOMINGMESSAGE", "listener"],
  ["HTTP2SESSION", "listener"],
  ["MESSAGEPORT", "listener"],
  ["PROCESSWRAP", "listener"],
]);

/** The kind of a resource by its type; undefined for what does not matter, such as promises and ticks. */
export function resourceKind(type: string): ResourceKind | undefined {
  return kinds.get(type) ?? (type.endsWith("REQUEST") ? "job" : undefined);
}
