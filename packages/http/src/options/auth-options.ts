import { basicAuthorization } from "../url-credentials.ts";
import { checkNames } from "./check-options.ts";

/** A request as middleware and `auth` functions see it; what they change is what is sent. */
export interface OutgoingRequest {
  method: string;
  url: string;
  headers: Headers;
}

/** Gives the value of the Authorization header for a request; asked once a request. */
export type AuthFunction = (request: OutgoingRequest) => string | PromiseLike<string>;

/** Credentials: Basic, Bearer, or a function that gives the header's value. */
export type AuthOptions =
  | { readonly username: string; readonly password: string }
  | { readonly bearer: string }
  | AuthFunction;

/** The value of the Authorization header, or the function that gives it. */
export function resolveAuth(auth: AuthOptions | undefined): string | AuthFunction | undefined {
  if (auth === undefined || typeof auth === "function") return auth;
  if (typeof auth === "object" && auth !== null && "bearer" in auth) {
    checkNames(auth, new Set(["bearer"]), "auth");
    return `Bearer ${auth.bearer}`;
  }
  if (
    typeof auth !== "object" ||
    auth === null ||
    typeof auth.username !== "string" ||
    typeof auth.password !== "string"
  ) {
    throw new TypeError("auth must be { username, password }, { bearer } or a function that gives the header's value");
  }
  return basicAuthorization(auth.username, auth.password);
}
