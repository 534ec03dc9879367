import { OptionError } from "../errors.ts";

/**
 * A test for whole URLs. Between slashes it is a regular expression that may match anywhere (`/\.pdf$/i`); anything
 * else is a glob for the whole URL, in which `*` stands for any characters but `/`, and `**` for any at all.
 *
 * @throws OptionError the regular expression cannot be read
 */
export function urlPattern(pattern: string, option: string): (url: string) => boolean {
  const expression = /^\/(.*)\/([a-z]*)$/s.exec(pattern);
  const test = expression === null ? globOf(pattern) : regexOf(expression[1] ?? "", expression[2] ?? "", option);
  return (url) => test.test(url);
}

function regexOf(source: string, flags: string, option: string): RegExp {
  try {
    return new RegExp(source, flags.replace(/[gy]/g, "")); // with g or y a test would depend on the one before
  } catch (cause) {
    throw new OptionError(option, `${option} cannot be read: ${(cause as Error).message}`);
  }
}

function globOf(glob: string): RegExp {
  const source = glob.replace(/\*\*|\*|[\\^$.|?+()[\]{}]/g, (token) => {
    if (token === "**") return ".*";
    return token === "*" ? "[^/]*" : `\\${token}`;
  });
  return new RegExp(`^${source}$`, "s");
}
