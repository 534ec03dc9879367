import type { FutureState } from "./future-state.ts";

/** Something that wants to know when a future is settled; a future keeps them in a ring. */
export interface Reaction {
  /** The next in the ring of the future; itself while it is in none. */
  nextReaction: Reaction;
  /** Whether it takes the exception of the future, so that it does not count as never retrieved. */
  readonly retrieves: boolean;
  /** Called once, in the turn in which the future is settled; must not run code of users and never throws. */
  settled(future: Reactive): void;
}

/** What reactions see of a future. */
export interface Reactive {
  readonly state: FutureState;
  /** The result, the exception, or the message of the cancellation, as `state` says. */
  readonly settlement: unknown;
  /** The last of the ring of reactions, whose next is the first; undefined when there is none. */
  reactions: Reaction | undefined;
}

/** Takes all reactions out, in their order. */
export function takeReactions(future: Reactive): Reaction[] {
  const last = future.reactions;
  const taken: Reaction[] = [];
  if (last === undefined) return taken;
  future.reactions = undefined;
  for (let reaction = last.nextReaction; ;) {
    const next = reaction.nextReaction;
    reaction.nextReaction = reaction;
    taken.push(reaction);
    if (reaction === last) return taken;
    reaction = next;
  }
}

/** Whether one of the ring retrieves the exception. */
export function isHeard(last: Reaction): boolean {
  for (let reaction = last.nextReaction; ; reaction = reaction.nextReaction) {
    if (reaction.retrieves) return true;
    if (reaction === last) return false;
  }
}
