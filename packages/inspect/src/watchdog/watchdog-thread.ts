// The thread beside a watched loop. It sleeps most of the time, and never needs the loop that it watches.
import { Session } from "node:inspector";
import { setTimeout } from "node:timers/promises";
import { workerData } from "node:worker_threads";
import { describeIncident } from "./describe-incident.ts";
import { culpritOf } from "./culprit-of.ts";
import { fileSystem } from "./file-system.ts";
import { readStack } from "./read-stack.ts";
import { type Sighting, word, type WatchdogData } from "./control.ts";

const { control, port, origin, slow, period, announce } = workerData as WatchdogData; // watchLoop gave it

/**
 * Milliseconds after a beat without another one before it looks: the fewer beats and looks, the less the watch costs. The
 * loop has stood still then for between two and six fifths of `slow`; whether it was for long enough the loop itself tells.
 */
const patience = 1.2 * slow;
/** Milliseconds in native code after which the watchdog says what it cannot see. */
const silence = 1000;
/**
 * A look holds the program up: some ten milliseconds, more where its heap is large. It may take a quarter of its time at the
 * most. What it waited for native code to return cannot be told apart, so no more than a part of it counts.
 */
const restFactor = 3;
const longestCost = 300;

/** Before that, in milliseconds, it does not look again. */
let restsUntil = 0;

const now = (): number => performance.timeOrigin + performance.now() - origin;
const lastBeat = (): number => Atomics.load(control, word.beat);
const stoodFor = (beat: number): number => (now() - beat) | 0; // beats count round, and so does the difference
const isEnding = (): boolean => Atomics.load(control, word.ending) === 1;

/** Sleeps; the end of the watch wakes it. */
function pause(milliseconds: number): void {
  Atomics.wait(control, word.ending, 0, milliseconds);
}

async function watch(): Promise<void> {
  // Where this thread did not run either, the process or the machine stood still, and nobody in it is to blame.
  let ranLast = now();
  while (!isEnding()) {
    const beat = lastBeat();
    const left = patience - Math.min(stoodFor(beat), now() - ranLast);
    if (left <= 0) {
      await incident(beat);
      ranLast = now();
      continue;
    }
    const wakesAt = now() + left;
    pause(left);
    if (now() - wakesAt > period) ranLast = now();
  }
}

async function incident(beat: number): Promise<void> {
  Atomics.store(control, word.incident, 1);
  try {
    // Too soon after the last look it waits: a loop that still stands when the rest is over is worth one.
    if (now() < restsUntil) nextBeat(beat, restsUntil - now());
    const sighting = lastBeat() === beat && !isEnding() ? await look(beat) : { beat };
    port.postMessage(sighting);
    // The loop has turned since its last beat for a period at the most: now it has certainly stood still for too long.
    nextBeat(beat, slow + period - stoodFor(beat));
    if (announce && lastBeat() === beat && !isEnding()) say(describeIncident(sighting, stoodFor(beat)));
    const next = nextBeat(beat);
    // After a look that came too late the loop may be busy with what that has left behind.
    if (sighting.culprit === undefined) nextBeat(next, 1000);
  } finally {
    Atomics.store(control, word.incident, 0);
    Atomics.notify(control, word.incident);
  }
}

/** Sleeps until the loop has turned, or that many milliseconds. */
function nextBeat(beat: number, atMost = Infinity): number {
  const begun = now();
  while (lastBeat() === beat && !isEnding() && now() - begun < atMost) pause(period);
  return lastBeat();
}

async function look(beat: number): Promise<Sighting> {
  const begun = now();
  const stack = await readStack(new Session(), goesOn(beat), () => lastBeat() === beat);
  restsUntil = now() + restFactor * Math.min(now() - begun, longestCost);
  const culprit = stack && culpritOf(stack.frames);
  return { beat, ...(culprit && { culprit }), ...(stack?.task && { task: stack.task }) };
}

/** Resolves when the loop turns again. */
async function goesOn(beat: number): Promise<void> {
  const begun = now();
  const standsStill = (): boolean => lastBeat() === beat && !isEnding();
  let hasSaid = !announce;
  while (standsStill()) {
    await setTimeout(10);
    if (hasSaid || now() - begun < silence || !standsStill()) continue;
    hasSaid = true;
    say(
      `the event loop has stood still for ${stoodFor(beat)} ms, in native code: its stack can be read when it returns`,
    );
  }
}

/** `process.stderr` of a thread goes through the main thread, which is blocked. */
function say(text: string): void {
  try {
    fileSystem().writeSync(2, `baedal: ${text}\n`);
  } catch {
    // Nobody reads it, or a pipe is full: no reason to stop watching.
  }
}

await watch();
port.close();
