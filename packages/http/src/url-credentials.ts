/** The Authorization header for credentials: Basic, in UTF-8 (RFC 7617). */
export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}

/** Takes the userinfo out of a URL; the result is the Authorization header it stands for, if there was one. */
export function takeCredentials(url: URL): string | undefined {
  if (url.username === "" && url.password === "") return undefined;
  const header = basicAuthorization(unescape(url.username), unescape(url.password));
  url.username = "";
  url.password = "";
  return header;
}

/** A percent sign that starts no escape stands for itself. */
function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
