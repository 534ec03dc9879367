import type { CancelRequest } from "@baedal/inspect";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Gate } from "./gate.ts";

/** What the server serves. */
export interface LiveService {
  /** The page. */
  page(): string;
  /** Somebody watches from now on; the response is theirs. */
  watch(response: ServerResponse): void;
  /** Asks a task to stop; false if none of that number is alive. */
  cancel(task: number): boolean;
}

/** The page of a running program, for this machine and whoever knows the address. */
export class LiveServer {
  readonly #service: LiveService;
  readonly #server: Server;
  readonly #token: string = randomBytes(18).toString("base64url");
  #gate = new Gate(0, "");

  constructor(service: LiveService) {
    this.#service = service;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /**
   * @param port - 0 for any free one
   * @returns the address, token included
   * @throws what `listen` fails with, such as EADDRINUSE
   */
  async listen(port: number): Promise<string> {
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
    const { port: taken } = this.#server.address() as AddressInfo; // it listens on a port
    this.#gate = new Gate(taken, this.#token);
    return `http://127.0.0.1:${taken}/?token=${this.#token}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on("error", () => {}); // whoever has left is told nothing
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const refusal = this.#gate.refuse(request);
    if (refusal !== undefined) return say(response, refusal.status, refusal.reason);
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const what = `${request.method === "HEAD" ? "GET" : request.method} ${pathname}`;
    if (what === "GET /") {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(request.method === "HEAD" ? undefined : this.#service.page());
    } else if (what === "GET /events" && request.method === "GET") this.#service.watch(response);
    else if (what === "POST /cancel") await this.#cancel(request, response);
    else say(response, 404, "There is only the page, GET /events and POST /cancel");
  }

  async #cancel(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // No form of another page can send this type.
    if (request.headers["content-type"]?.split(";")[0]?.trim() !== "application/json") {
      return say(response, 415, 'Send {"task": 12} as application/json');
    }
    const task = taskOf(await bodyOf(request).catch(() => ""));
    if (task === undefined) return say(response, 400, 'Send {"task": 12}, the number of a task');
    if (!this.#service.cancel(task)) return say(response, 404, `No task number ${task} is alive`);
    return say(response, 202, `Task number ${task} is asked to stop as soon as the program can hear it`);
  }
}

const headers: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer", // the address carries the token
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}

const longestBody = 1000;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  request.setEncoding("utf8");
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > longestBody) return "";
  }
  return body;
}

function taskOf(body: string): number | undefined {
  try {
    const { task } = JSON.parse(body) as Partial<CancelRequest>; // checked below; null throws
    return typeof task === "number" && Number.isSafeInteger(task) && task > 0 ? task : undefined;
  } catch {
    return undefined;
  }
}
