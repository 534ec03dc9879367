import { taskFigures, type TaskFigures } from "../analysis/task-figures.ts";
import type { TaskRecord } from "../analysis/task-record.ts";
import type { TraceModel } from "../analysis/trace-model.ts";
import { verdict, type Verdict } from "../analysis/verdict.ts";
import type { WaitKind } from "../analysis/wait-kind.ts";

/** The figures of a line; of a folded one those of its tasks together. */
export interface LaneFigures {
  readonly start: number;
  readonly life: number;
  readonly computed: number;
  readonly unseen: number;
  readonly waits: number;
  readonly waited: ReadonlyMap<WaitKind, number>;
  readonly verdict: Verdict;
}

/** Figures of tasks, each worked out once. */
export class FigureBook {
  readonly #model: TraceModel;
  readonly #figures = new Map<TaskRecord, TaskFigures>();

  constructor(model: TraceModel) {
    this.#model = model;
  }

  of(record: TaskRecord): TaskFigures {
    const known = this.#figures.get(record) ?? taskFigures(record, this.#model);
    this.#figures.set(record, known);
    return known;
  }

  /** Of several together: sums, and the first start. */
  sum(records: readonly TaskRecord[]): LaneFigures {
    const waited = new Map<WaitKind, number>();
    let [start, life, computed, unseen, waits, outside, inside] = [Infinity, 0, 0, 0, 0, 0, 0];
    for (const record of records) {
      const figures = this.of(record);
      start = Math.min(start, record.view.createdAt);
      life += figures.life;
      computed += figures.computed;
      unseen += figures.unseen;
      outside += figures.outside;
      inside += figures.inside;
      waits += record.waits;
      for (const [kind, ms] of figures.waited) waited.set(kind, (waited.get(kind) ?? 0) + ms);
    }
    return {
      start,
      life,
      computed,
      unseen,
      waits,
      waited,
      verdict: verdict({ life, computed, unseen, waited, outside, inside }),
    };
  }

  /** After the recording grew. */
  clear(): void {
    this.#figures.clear();
  }
}
