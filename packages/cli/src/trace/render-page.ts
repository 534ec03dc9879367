import type { TraceData } from "@baedal/inspect";

/** A recording as a page. */
export function renderPage({ program, events, dropped }: TraceData): string {
  const command = program.command.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<!doctype html><title>${command}</title><p>${events.length} events, ${dropped} lost`;
}
