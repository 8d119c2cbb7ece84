import { syncProgress } from "../../../cli/mirror/progress";
import type { MirrorSync } from "../../../provider/snapshot/mirror-syncs";

const sync = (status: string, repositories?: Record<string, number>): MirrorSync => ({
  ...{ status, isEnabled: true, source: "docker.io/library/alpine", retries: 3 },
  ...(repositories && { repositories }),
});

/** What is written, and a stream to write to. */
function stream(isTTY: boolean) {
  const written: string[] = [];
  const cursor = { cursorTo: () => true, clearLine: () => true, moveCursor: () => true };
  const out = { isTTY, columns: 100, write: (text: string) => written.push(text) > 0, ...cursor };
  return { out: out as never, text: () => written.join("") };
}

describe("The progress of a synchronization", () => {
  afterEach(() => jest.useRealTimers());

  it("is a bar of repositories with Quay's word and the time on a terminal, which is gone at the end", async () => {
    const { out, text } = stream(true);
    const { show, stop } = syncProgress("copies", out);
    show(sync("SUCCESS", { SUCCESS: 3, FAIL: 1, SYNCING: 2, SYNC_NOW: 6, SKIP: 5, NEVER_RUN: 0 }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    stop();
    expect(text()).toMatch(/copies \[.+\] 4 of 12, SYNCING, \d+s/);
  });

  it("elsewhere is a line when something changes, and every twenty seconds while it goes on", () => {
    jest.useFakeTimers();
    const { out, text } = stream(false);
    const { show, stop } = syncProgress("copies", out);
    for (const [status, done] of [
      ["SYNC_NOW", 0],
      ["SYNC_NOW", 0],
      ["SYNCING", 0],
      ["SUCCESS", 1],
      ["SUCCESS", 2],
      ["SUCCESS", 3],
      ["SUCCESS", 4],
    ] as const) {
      show(sync(status, status === "SUCCESS" ? { SUCCESS: done, SYNCING: 30 - done } : {}));
      jest.advanceTimersByTime(8000);
    }
    stop();
    expect(text()).toBe(
      "copies: SYNC_NOW.\ncopies: SYNCING, looking for repositories.\ncopies: SYNCING, 1 of 30 repositories.\n" +
        "copies: SYNCING, 4 of 30 repositories.\n",
    );
  });

  it("keeps what Quay says on one line", () => {
    const { out, text } = stream(false);
    syncProgress("acme/alpine", out).show(sync("SYNCING\nacme/alpine: SUCCESS"));
    expect(text()).toBe("acme/alpine: SYNCING acme/alpine: SUCCESS.\n");
  });
});
