export { transfer } from "./transfer.ts";
export type { TransferItem } from "./transfer-marks.ts";
