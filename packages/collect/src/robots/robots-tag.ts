/** Directives that have a value after a colon, which is not the name of a robot before one. */
const withValue = new Set(["unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"]);

/**
 * True when one of the `X-Robots-Tag` headers asks the robot with the product token `token` not to follow the links of a
 * page. A value may begin with the name of the robot that it is for; without one it is for all.
 */
export function forbidsFollowing(values: readonly string[], token: string): boolean {
  return values.some((value) => {
    const [, name, rest] = /^\s*([\w-]+)\s*:(.*)$/s.exec(value) ?? [];
    const robot = name?.toLowerCase();
    if (robot === undefined || rest === undefined || withValue.has(robot)) return saysNofollow(value);
    return robot === token.toLowerCase() && saysNofollow(rest);
  });
}

function saysNofollow(directives: string): boolean {
  return directives.split(",").some((directive) => /^\s*(?:nofollow|none)\s*$/i.test(directive));
}
