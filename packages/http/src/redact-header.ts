const secretHeader = /^(?:authorization|proxy-authorization|cookie|.*(?:token|secret|api-?key|password|session).*)$/i;

/** A header as a file may hold it: credentials are `***`, of Set-Cookie the value of the cookie only. */
export function redactHeader(name: string, value: string): string {
  if (/^set-cookie$/i.test(name)) return value.replace(/^([^=;]*)=[^;]*/, "$1=***");
  return secretHeader.test(name) ? "***" : value;
}
