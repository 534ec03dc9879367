export { transfer, type TransferItem } from "./transfer.ts";
