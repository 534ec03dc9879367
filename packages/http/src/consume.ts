import { now, timeoutAt } from "baedal";
import type { ClientResponse } from "./client-response.ts";
import type { HttpRequest } from "./http-request.ts";

/**
 * Gives an unread response to a callback and takes the connection back afterwards, however that ends. The callback is a
 * phase of the call: when the call is stopped (deadline, signal, end of the session), what the callback waits for is
 * cancelled, whether or not it is the body.
 */
export async function consume<T>(
  request: HttpRequest,
  response: ClientResponse,
  body: (response: ClientResponse) => T | PromiseLike<T>,
): Promise<T> {
  const { call } = request;
  const stopped = Promise.withResolvers<never>();
  stopped.promise.catch(() => {});
  try {
    return await timeoutAt(Infinity, async (scope) => {
      call.enter({
        abort: (reason) => {
          response.discard(reason);
          if (!scope.expired()) scope.reschedule(now());
          // A promise that is not ours cannot be told: what waits for one is left to itself.
          setImmediate(() => stopped.reject(reason));
        },
      });
      try {
        return await Promise.race([body(response), stopped.promise]);
      } finally {
        call.leave(); // before the scope ends, which takes no new deadline then
      }
    });
  } catch (error) {
    // The scope's own TimeoutError, or what the callback made of its cancellation: the reason says more.
    call.check();
    throw error;
  } finally {
    call.leave();
    response.discard(new Error("The response was used after the callback of stream() had ended"));
  }
}
