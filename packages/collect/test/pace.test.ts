import { expect, test } from "vitest";
import { Pace } from "../dist/schedule/pace.js";

function pace(interval = 0): Pace {
  return new Pace({ perHost: 8, interval, longestRest: 60_000 });
}

test("a burst of refusals counts once", () => {
  const host = pace();
  for (let index = 0; index < 8; index += 1) host.began(0);
  for (let index = 0; index < 8; index += 1) expect(host.rest(0, 10 + index, undefined)).toBe(true);
  expect(host.limit).toBe(4);
  expect(host.restUntil).toBe(1017);
});

test("rests without a length double, and after ten in a row the host has said no", () => {
  const host = pace();
  let time = 0;
  const lengths: number[] = [];
  for (let index = 0; index < 10; index += 1) {
    expect(host.rest(time, time, undefined)).toBe(true);
    lengths.push(host.restUntil - time);
    time = host.restUntil;
  }
  expect(lengths).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000]);
  expect(host.rest(time, time, undefined)).toBe(false);
});

test("a success begins the count of rests anew", () => {
  const host = pace();
  for (let index = 0; index < 10; index += 1) host.rest(index, index, 0);
  host.succeeded();
  expect(host.rest(20, 20, 0)).toBe(true);
});

test("failures halve what may be in flight down to one, and successes give it back slowly", () => {
  const host = pace();
  for (let time = 1; time <= 5; time += 1) host.failed(time, time);
  expect(host.limit).toBe(1);
  host.succeeded();
  expect(host.limit).toBe(2);
  host.succeeded();
  expect(host.limit).toBe(2);
  for (let index = 0; index < 100; index += 1) host.succeeded();
  expect(host.limit).toBe(8);
});

test("keeps the interval between the beginnings of two requests", () => {
  const host = pace(200);
  host.began(1000);
  expect(host.readyAt).toBe(1200);
  host.requireInterval(500);
  host.began(1300);
  expect(host.readyAt).toBe(1800);
});

test("counts the interval from when a request was sent, which is later when a connection had to be made", () => {
  const host = pace(100);
  host.began(0);
  expect(host.readyAt).toBe(100);
  host.sent(15);
  expect(host.readyAt).toBe(115);
  host.began(120);
  host.sent(110); // of an earlier request
  expect(host.readyAt).toBe(220);
});

test("answers that have become slow halve what may be in flight, once for those that were out together", () => {
  const host = pace();
  for (let time = 0; time < 20; time += 1) host.succeeded({ began: time, time: time + 1, latency: 300 });
  expect(host.limit).toBe(8);
  for (let index = 0; index < 16; index += 1) host.succeeded({ began: 30, time: 3000, latency: 3000 });
  expect(host.limit).toBe(4);
  host.succeeded({ began: 3001, time: 6000, latency: 3000 });
  expect(host.limit).toBe(2);
});

test("one slow page among quick ones, and a host that was always slow, are not slowed down", () => {
  const mixed = pace();
  const slow = pace();
  for (let time = 0; time < 200; time += 1) {
    mixed.succeeded({ began: time, time: time + 1, latency: time % 10 === 0 ? 2000 : 200 });
    slow.succeeded({ began: time, time: time + 1, latency: 5000 });
  }
  expect([mixed.limit, slow.limit]).toEqual([8, 8]);
});
