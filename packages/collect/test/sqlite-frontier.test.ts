import { describe } from "vitest";
import { StoreClient } from "../dist/store/store-client.js";
import { conformsToFrontier } from "./frontier-conformance.ts";
import { Temporary } from "./temporary.ts";

describe("the frontier in SQLite", () => {
  conformsToFrontier(async () => {
    const temporary = new Temporary();
    const frontier = await StoreClient.open(temporary.path("store"));
    await frontier.begin({ sequential: false, requeue: "none", follow: false, mostPerHost: Infinity });
    return {
      frontier,
      async [Symbol.asyncDispose]() {
        await frontier.close();
        temporary[Symbol.dispose]();
      },
    };
  });
});
