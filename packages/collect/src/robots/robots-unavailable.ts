import type { PageError } from "../page-error.ts";

/**
 * The server answered a request for robots.txt with 5xx. As RFC 9309 has it, that forbids everything; but it may pass, so that
 * URLs it keeps out are failures, of links too.
 */
export class RobotsUnavailable implements PageError {
  readonly code = "ERR_BAEDAL_ROBOTS";
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}
