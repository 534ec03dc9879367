/** The Authorization header for credentials: Basic, in UTF-8 (RFC 7617). */
export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}

/** Takes the userinfo out of a URL; the result is the Authorization header it stands for, if there was one. */
export function takeCredentials(url: URL): string | undefined {
  if (url.username === "" && url.password === "") return undefined;
  const header = basicAuthorization(plainUserinfo(url.username), plainUserinfo(url.password));
  url.username = "";
  url.password = "";
  return header;
}

/** A part of userinfo without its escapes; where a percent sign starts none, all of it stands for itself. */
export function plainUserinfo(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
