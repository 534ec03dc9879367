import { createHook } from "node:async_hooks";
import diagnosticsChannel, { type ChannelListener } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";
import { resourceKind } from "./resource-kind.ts";
import { RunActivity, runOfContext } from "./run-activity.ts";
import { TrackedResource } from "./tracked-resource.ts";

interface Watched {
  readonly activity: RunActivity;
  watchers: number;
}

/** The runs being watched. */
const watched = new Map<object, Watched>();

/** Resources of watched runs by their async id. */
const resources = new Map<number, { readonly activity: RunActivity; readonly resource: TrackedResource }>();

/**
 * Watches what a run does, until disposed of; the hooks that this takes are on only while some run is watched.
 * What the run started before is not seen.
 */
export function watchRun(run: object): Disposable & { readonly activity: RunActivity } {
  if (watched.size === 0) listen();
  let entry = watched.get(run);
  if (entry === undefined) watched.set(run, (entry = { activity: new RunActivity(), watchers: 0 }));
  const { activity } = entry;
  entry.watchers++;
  let over = false;
  return {
    activity,
    [Symbol.dispose]() {
      if (!over) unwatch(run);
      over = true;
    },
  };
}

function unwatch(run: object): void {
  const entry = watched.get(run);
  if (entry === undefined || --entry.watchers > 0) return;
  watched.delete(run);
  for (const [id, { activity }] of resources) if (activity === entry.activity) resources.delete(id);
  if (watched.size === 0) unlisten();
}

function activityOfContext(): RunActivity | undefined {
  const run = runOfContext();
  return run === undefined ? undefined : watched.get(run)?.activity;
}

const hook = createHook({
  init(id, type, trigger, resource) {
    const kind = resourceKind(type);
    if (kind === undefined) return;
    // A connection that a server accepts has no context yet; the server has.
    const activity = activityOfContext() ?? (kind === "socket" ? resources.get(trigger)?.activity : undefined);
    if (activity === undefined) return;
    const tracked = new TrackedResource(kind, type, resource);
    resources.set(id, { activity, resource: tracked });
    activity.add(tracked);
  },
  before(id) {
    resources.get(id)?.activity.happened();
  },
  after(id) {
    const entry = resources.get(id);
    if (entry === undefined) return;
    // The end of a request; `destroy` follows only when its memory is freed.
    if (entry.resource.isSingle) entry.activity.remove(entry.resource);
    entry.activity.happened();
  },
  destroy(id) {
    const entry = resources.get(id);
    if (entry === undefined) return;
    resources.delete(id);
    entry.activity.remove(entry.resource);
  },
  // Promises are by far the most frequent resources, and the wake-up queue tells of them.
  trackPromises: false,
});

/** Whoever sends or serves HTTP in Node, undici and `fetch` included, tells these channels. */
const channels: Readonly<Record<string, ChannelListener>> = {
  "http.client.request.start": (message) => {
    activityOfContext()?.http.sentByNode((message as { request: ClientRequest }).request);
  },
  "http.server.request.start": (message) => {
    activityOfContext()?.http.serving((message as { response: ClientRequest }).response);
  },
  "http.server.response.finish": (message) => {
    everyHttp((http) => http.served((message as { response: object }).response));
  },
  "undici:request:create": (message) => {
    activityOfContext()?.http.sentByUndici((message as { request: object }).request);
  },
  "undici:client:sendHeaders": (message) => {
    const { request, socket } = message as { request: object; socket: Socket };
    everyHttp((http) => http.undiciHasSocket(request, socket));
  },
  "undici:request:trailers": (message) => {
    everyHttp((http) => http.undiciEnded((message as { request: object }).request));
  },
  "undici:request:error": (message) => {
    everyHttp((http) => http.undiciEnded((message as { request: object }).request));
  },
};

/** An exchange may end in the context of the connection, which need not be that of the run. */
function everyHttp(tell: (http: RunActivity["http"]) => void): void {
  for (const { activity } of watched.values()) tell(activity.http);
}

function listen(): void {
  hook.enable();
  for (const [name, listener] of Object.entries(channels)) diagnosticsChannel.subscribe(name, listener);
}

function unlisten(): void {
  hook.disable();
  for (const [name, listener] of Object.entries(channels)) diagnosticsChannel.unsubscribe(name, listener);
}
