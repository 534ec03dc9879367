/** A body as a file may hold it: values of secret-looking fields of JSON and forms are hidden. */
export function redactText(text: string): string {
  return text
    .replace(/("(?:[^"\\]*(?:token|secret|passw|api_?key)[^"\\]*)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi, '$1"***"')
    .replace(/((?:^|&)[^=&\s]*(?:token|secret|passw|api_?key)[^=&\s]*=)[^&\s]*/gi, "$1***");
}
