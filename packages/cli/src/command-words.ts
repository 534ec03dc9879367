/** What the libraries say, with so much around it that it is not part of a URL, and how the command line says it. */
const words: readonly (readonly [said: RegExp, meant: string])[] = [
  [/allow it with allowPrivate$/u, "allow it with --allow-private"],
  [/give them with the option auth$/u, "give them with --auth USER:PASSWORD"],
  [/larger than maxBody, (\d+ bytes)$/u, "larger than --max-body, $1"],
  [/not done within timeout\.total, (\d+(?:\.\d+)? ms); raise it/u, "not done within --timeout, $1; give it longer"],
  [/ within timeout\.\w+, (\d+(?:\.\d+)? ms)$/u, " within $1"],
  [/ than maxHeaderSize allows; raise it if that is right$/u, " than are taken"],
  // The parser of URLs takes the name for a scheme.
  [/("[\w.-]+:\d+(?:[/?#].*)?"): only http and https are spoken, not [\w.-]+:$/su, "$1: it is not a URL"],
  [/("([\w.-]+:\d+(?:[/?#].*)?)": it is not a URL)$/su, "$1; did you mean http://$2"],
  // A parser that has come to the end of its text.
  [/(: Expected .*), found $/u, "$1, and it ends there"],
];

/** Node's own advice about a certificate that it does not trust. */
const advice = /; if the root CA is installed locally, try running Node\.js with --use-system-ca$/u;

/** A message of the libraries as the command line would say it: with its flags in place of their options. */
export function inCommandWords(message: string): string {
  const said = words.reduce((text, [library, command]) => text.replace(library, command), message);
  if (!isRefusedCertificate(said)) return said;
  return `${said.replace(advice, "")}; trust it with --ca FILE, or do not check it with -k`;
}

/** Whether a message is about a certificate of a server that is not trusted; one that the server wants of us comes as an alert. */
export function isRefusedCertificate(message: string): boolean {
  return /: no TLS connection to \S+: (?!.*\balert\b).*\bcertificate/su.test(message);
}
