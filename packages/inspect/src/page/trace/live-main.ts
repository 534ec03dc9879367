import { Retention } from "../../analysis/retention.ts";
import { summariseTrace } from "../../analysis/summary.ts";
import { TraceModel } from "../../analysis/trace-model.ts";
import type { LiveBatch, LiveEnd, LiveState } from "../../live/protocol.ts";
import { formatDuration } from "../../shape/format-duration.ts";
import { traceHeadline } from "../../summary/trace-headline.ts";
import { traceOverview } from "../../summary/trace-overview.ts";
import type { TraceProgram } from "../../trace-data.ts";
import { find } from "../find.ts";
import { CancelControl } from "./cancel-control.ts";
import { LiveControls } from "./live-controls.ts";
import { LiveFeed } from "./live-feed.ts";
import { addShowButtons } from "./show-buttons.ts";
import { TaskPage } from "./task-page.ts";

/** What the page keeps; older tasks are folded away into a count. */
const LIMITS = { age: 120_000, events: 60_000 };
/** What is kept back while the page is paused; after more the page asks for everything anew when it goes on. */
const MOST_WAITING = 20_000;
/** Milliseconds between two pictures, and how many of them there are for one overview, which is more work. */
const FRAME = 250;
const FRAMES_AN_OVERVIEW = 6;
/** The stretch of time that is followed. */
const FOLLOWED = 10_000;

/** A running program as a picture that moves. */
class LivePage {
  readonly #model = new TraceModel();
  readonly #page = new TaskPage(this.#model);
  readonly #bar = new LiveControls();
  readonly #feed: LiveFeed;
  #retention = new Retention(LIMITS);
  #program: TraceProgram | undefined;
  #dropped = 0;
  #paused = false;
  #following = true;
  #over = false;
  #changing = false;
  #waiting: LiveBatch[] = [];
  #waitingEvents = 0;
  #now = 0;
  #nowSince = 0;
  #frames = 0;

  constructor() {
    this.#feed = new LiveFeed({
      state: (state) => this.#begin(state),
      batch: (batch) => this.#receive(batch),
      end: (end) => this.#end(end),
      lost: () => this.#bar.show("lost", "Connection lost; trying again"),
      gone: () => this.#gone("The program has ended or cannot be reached. This is its last picture."),
    });
    const cancel = new CancelControl(() => this.#page.showDetail());
    this.#page.controls = (lane) => (this.#over ? null : cancel.controls(lane));
    this.#bar.enable({
      pause: (on) => this.#pause(on),
      follow: (on) => this.#follow(on),
      again: () => {
        this.#bar.show("connecting", "Connecting to the program");
        this.#feed.retry();
      },
    });
    const changed = this.#page.view.onChange;
    this.#page.view.onChange = () => {
      changed();
      // Whoever looks elsewhere is left there.
      if (!this.#changing && this.#page.view.window.to < 1) this.#follow(false);
    };
  }

  /** Connects, and draws from then on. */
  start(): void {
    this.#feed.open();
    setInterval(() => this.#frame(), FRAME);
  }

  #begin(state: LiveState): void {
    const { program, dropped, events, now } = state;
    this.#model.clear();
    this.#retention = new Retention(LIMITS);
    this.#program = program;
    this.#dropped = dropped;
    this.#over = false;
    [this.#waiting, this.#waitingEvents] = [[], 0];
    this.#take({ events, now, dropped: 0, blockedFor: state.blockedFor });
    // While nobody looked on, a program may have recorded no waits; its tasks did not run all that time.
    this.#model.advance(now);
    this.#model.beginAt(events.find(({ kind }) => kind === "wait")?.at ?? now);
    this.#page.reset();
    this.#bar.show(this.#paused ? "paused" : "live", this.#paused ? "Paused" : "Live");
    this.#draw(true);
  }

  #receive(batch: LiveBatch): void {
    if (!this.#paused) return this.#take(batch);
    this.#waiting.push(batch);
    this.#waitingEvents += batch.events.length;
    if (this.#waitingEvents <= MOST_WAITING) return;
    this.#feed.close();
    [this.#waiting, this.#waitingEvents] = [[], Infinity];
  }

  #take({ events, dropped, alive, now, blockedFor }: LiveBatch): void {
    this.#dropped += dropped;
    for (const event of events) {
      this.#model.add(event);
      this.#retention.add(event.at);
    }
    if (alive !== undefined) this.#model.keepAlive(alive, now);
    this.#now = now;
    this.#nowSince = performance.now();
    const standing = blockedFor === 0 ? "" : `The event loop stands still, for ${formatDuration(blockedFor)} so far`;
    this.#bar.showBlocked(standing);
  }

  #pause(on: boolean): void {
    this.#paused = on;
    if (on) return this.#bar.show("paused", "Paused");
    if (this.#waitingEvents === Infinity) return this.#feed.open();
    for (const batch of this.#waiting) this.#take(batch);
    [this.#waiting, this.#waitingEvents] = [[], 0];
    this.#bar.show("live", "Live");
    this.#draw(true);
  }

  #follow(on: boolean): void {
    this.#following = on;
    this.#bar.following = on;
    if (on) this.#frame();
  }

  #end({ exitCode, signal }: LiveEnd): void {
    const how = signal ?? (exitCode === undefined ? undefined : `exit code ${exitCode}`);
    if (this.#program !== undefined) {
      this.#program = {
        ...this.#program,
        ...(exitCode !== undefined && { exitCode }),
        ...(signal !== undefined && { signal }),
      };
    }
    this.#gone(`The program has ended${how === undefined ? "" : ` (${how})`}. This is its last picture.`);
  }

  #gone(words: string): void {
    for (const batch of this.#waiting) this.#take(batch);
    [this.#waiting, this.#waitingEvents] = [[], 0];
    this.#over = true;
    this.#bar.show("ended", words);
    this.#bar.showBlocked("");
    if (this.#program !== undefined) this.#draw(true);
  }

  #frame(): void {
    if (this.#paused || this.#over || this.#program === undefined || this.#page.picture.press.held) return;
    this.#model.advance(this.#now + performance.now() - this.#nowSince);
    this.#model.forgetBefore(this.#retention.cutoff());
    this.#draw(this.#frames++ % FRAMES_AN_OVERVIEW === 0);
  }

  #draw(everything: boolean): void {
    const { view } = this.#page;
    const shown = this.#shownTime();
    this.#page.update();
    const { start } = this.#model;
    this.#changing = true;
    if (this.#following) view.zoomTo(Math.max(0, 1 - FOLLOWED / Math.max(1, view.axisMs)), 1);
    else view.zoomTo((shown.from - start) / view.axisMs, (shown.to - start) / view.axisMs);
    this.#changing = false;
    if (everything) this.#drawOverview();
  }

  /** The part of the time that is looked at, which stays where it is as the axis grows and moves. */
  #shownTime(): { from: number; to: number } {
    const { from, to } = this.#page.picture.frame;
    return { from, to };
  }

  #drawOverview(): void {
    const overview = find("#overview", HTMLElement);
    // What somebody is at is not taken away from under them.
    if (this.#program === undefined || overview.contains(document.activeElement)) return;
    const summary = summariseTrace(this.#model, this.#dropped);
    document.querySelector("main")?.classList.toggle("measured", this.#model.measured);
    find("#headline", HTMLElement).outerHTML = traceHeadline(this.#program, summary, this.#model.events).text;
    overview.innerHTML = traceOverview(summary, this.#model).text;
    addShowButtons();
  }
}

new LivePage().start();
