export { taskContext, traceTasks, type TraceTasksOptions } from "./opentelemetry/trace-tasks.ts";
