export { openTelemetry, type OpenTelemetryOptions } from "./opentelemetry/open-telemetry.ts";
