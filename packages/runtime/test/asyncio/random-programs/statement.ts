/** Statements of a random program; each can be said in Python with asyncio and in JavaScript with Baedal. */
export type Statement =
  | { readonly do: "say" }
  | { readonly do: "sleep"; readonly time: number }
  | { readonly do: "spawn" | "callback"; readonly child: number }
  | { readonly do: "join"; readonly child: number }
  | { readonly do: "shield"; readonly child: number }
  | { readonly do: "cancel"; readonly child: number; readonly message: string }
  | { readonly do: "call"; readonly child: number }
  | { readonly do: "waitFor"; readonly child: number; readonly time: number }
  | { readonly do: "gather"; readonly children: readonly number[]; readonly errorsAsResults: boolean }
  | {
      readonly do: "wait";
      readonly children: readonly number[];
      readonly until: Until;
      readonly time: number | undefined;
    }
  | { readonly do: "asCompleted"; readonly children: readonly number[] }
  | { readonly do: "group"; readonly body: readonly Statement[]; readonly children: readonly number[] }
  | { readonly do: "timeout"; readonly time: number; readonly level: number; readonly body: readonly Statement[] }
  | { readonly do: "reschedule"; readonly time: number; readonly level: number }
  | {
      readonly do: "hold";
      readonly what: "lock" | "semaphore";
      readonly which: number;
      readonly body: readonly Statement[];
    }
  | {
      readonly do: "swallow" | "rethrow" | "cleanUp" | "catchError";
      readonly body: readonly Statement[];
      readonly then: readonly Statement[];
    }
  | { readonly do: "event"; readonly act: "wait" | "set" | "clear"; readonly which: number }
  | { readonly do: "future"; readonly act: "wait" | "set" | "fail" | "cancel"; readonly which: number }
  | {
      readonly do: "put" | "get" | "putNowait" | "getNowait" | "taskDone" | "joinQueue" | "shutdown";
      readonly which: number;
    }
  | { readonly do: "notified" | "notifiedOfFlag" | "notify" | "notifyAll" | "flag" }
  | { readonly do: "barrier" }
  | { readonly do: "count" }
  | { readonly do: "uncancel" }
  | { readonly do: "fail" }
  | { readonly do: "return" };

export type Until = "allCompleted" | "firstCompleted" | "firstException";

/** Function 0 is the main one; each other is started or called at one place, in a function with a smaller number. */
export interface RandomProgram {
  readonly functions: readonly (readonly Statement[])[];
  readonly queueSizes: readonly number[];
  /** Whether tasks are cancelled before the end. */
  readonly cancels: boolean;
}
