import type { HostProgress, Progress } from "@baedal/collect";

/**
 * Keeps the number of URLs of each host from falling from one frame to the next: between its answer and its commit a
 * page is neither in flight nor finished, and a total that shrinks and grows again looks like a mistake.
 */
export function steadyTotals(): (progress: Progress) => Progress {
  const most = new Map<string, number>();
  const steady = (host: HostProgress): HostProgress => {
    const known = host.done + host.failed + host.queued + host.inFlight;
    const total = Math.max(known, most.get(host.host) ?? 0);
    most.set(host.host, total);
    return { ...host, queued: host.queued + total - known };
  };
  return (progress) => ({ ...progress, hosts: progress.hosts.map(steady) });
}
