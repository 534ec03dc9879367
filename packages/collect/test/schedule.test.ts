import { expect, test } from "vitest";
import { Heap } from "../dist/heap.js";
import { Lane } from "../dist/schedule/lane.js";
import { Pace } from "../dist/schedule/pace.js";
import { Schedule } from "../dist/schedule/schedule.js";

function lane(schedule: Schedule, host: string, pages: number, perHost = 8, interval = 0): Lane {
  const made = new Lane(host, new Pace({ perHost, interval, longestRest: 60_000 }), true);
  const leased = Array.from({ length: pages }, (_, id) => ({
    id,
    url: `http://${host}/${id}`,
    depth: 0,
    origin: "given" as const,
    attempts: 0,
  }));
  made.take({ host, start: true, notBefore: 0, pages: leased, left: 0 });
  schedule.add(made);
  schedule.update(made, 0);
  return made;
}

function hostsOfTurns(schedule: Schedule, time: number): string[] {
  const hosts: string[] = [];
  for (let turn = schedule.next(time); turn !== undefined; turn = schedule.next(time)) {
    hosts.push(turn.lane.host);
    turn.lane.pace.began(time);
    schedule.update(turn.lane, time);
  }
  return hosts;
}

test("never gives more turns than places, in all and of one host", () => {
  const schedule = new Schedule(5);
  lane(schedule, "a", 10, 2);
  lane(schedule, "b", 10, 2);
  lane(schedule, "c", 10, 2);
  expect(hostsOfTurns(schedule, 0)).toEqual(["a", "b", "c", "a", "b"]);
  expect(schedule.inFlight).toBe(5);
});

test("one host takes at most half of the places while another is ready", () => {
  const schedule = new Schedule(8);
  const busy = lane(schedule, "busy", 100, 100);
  busy.pace.succeeded();
  expect(hostsOfTurns(schedule, 0)).toHaveLength(8);
  for (let index = 0; index < 8; index += 1) schedule.finished(busy, 1);
  lane(schedule, "other", 100, 100);
  const turns = hostsOfTurns(schedule, 1);
  expect(turns.filter((host) => host === "busy")).toHaveLength(4);
});

test("a host that must wait is passed over and comes back in time", () => {
  const schedule = new Schedule(4);
  lane(schedule, "slow", 2, 8, 1000);
  lane(schedule, "fast", 2);
  expect(hostsOfTurns(schedule, 0)).toEqual(["slow", "fast", "fast"]);
  expect(schedule.nextTime()).toBe(1000);
  expect(hostsOfTurns(schedule, 999)).toEqual([]);
  expect(hostsOfTurns(schedule, 1000)).toEqual(["slow"]);
  expect(schedule.nextTime()).toBe(Infinity);
});

test("a lane that was removed takes no turn, whatever time was set for it", () => {
  const schedule = new Schedule(4);
  const gone = lane(schedule, "gone", 2, 8, 1000);
  expect(hostsOfTurns(schedule, 0)).toEqual(["gone"]);
  schedule.remove(gone);
  expect(schedule.nextTime()).toBe(Infinity);
  expect(hostsOfTurns(schedule, 5000)).toEqual([]);
});

test("a host that has not answered yet holds few places while others are ready, and all that are free otherwise", () => {
  const schedule = new Schedule(16);
  lane(schedule, "silent", 100);
  for (let index = 0; index < 10; index += 1) lane(schedule, `other ${index}`, 1);
  const turns = hostsOfTurns(schedule, 0);
  expect(turns.slice(0, 12).filter((host) => host === "silent")).toHaveLength(2);
  expect(turns.filter((host) => host === "silent")).toHaveLength(6);
});

/** Ms until a page of each of `hosts` hosts has come, each 100 ms after it was asked for, 64 at a time. */
function timeOfAll(hosts: number, stalledPages: number): number {
  const schedule = new Schedule(64);
  if (stalledPages > 0) lane(schedule, "stalled", stalledPages);
  for (let host = 0; host < hosts; host += 1) lane(schedule, `host${host}`, 1);
  const answers = new Heap<{ readonly at: number; readonly from: Lane }>((a, b) => a.at < b.at);
  let time = 0;
  for (let left = hosts; left > 0; left -= 1) {
    for (let turn = schedule.next(time); turn !== undefined; turn = schedule.next(time)) {
      turn.lane.pace.began(time);
      schedule.update(turn.lane, time);
      if (turn.lane.host !== "stalled") answers.push({ at: time + 100, from: turn.lane });
    }
    const next = answers.pop();
    if (next === undefined) throw new Error("Nothing is under way, and not everything has come");
    time = next.at;
    next.from.pace.succeeded();
    schedule.finished(next.from, time);
  }
  return time;
}

test("of 10,000 hosts the others lose less than a twentieth by one that never answers", () => {
  const undisturbed = timeOfAll(10_000, 0);
  expect(undisturbed).toBe(Math.ceil(10_000 / 64) * 100);
  const disturbed = timeOfAll(10_000, 100);
  expect(disturbed).toBeGreaterThan(undisturbed);
  expect(disturbed).toBeLessThan(1.05 * undisturbed);
});
