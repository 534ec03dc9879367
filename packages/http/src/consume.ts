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
  try {
    return await timeoutAt(Infinity, async (scope) => {
      call.enter({
        abort: (reason) => {
          response.discard(reason);
          if (!scope.expired()) scope.reschedule(now());
        },
      });
      try {
        return await body(response);
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
