import { withProgress } from "../../cli/progress";

/** What is written while requests are settled, and what the work returns. */
async function shown(isTTY: boolean, work: (traffic: { asked: number; settled: number }) => Promise<unknown>) {
  const traffic = { asked: 0, settled: 0 };
  const written: string[] = [];
  const out = { isTTY, columns: 100, write: (text: string) => written.push(text) > 0 };
  const cursor = { cursorTo: () => true, clearLine: () => true, moveCursor: () => true };
  const result = await withProgress(
    "acme",
    () => traffic,
    () => work(traffic),
    Object.assign(out, cursor) as never,
  );
  return { result, text: written.join("") };
}

describe("Progress", () => {
  afterEach(() => jest.useRealTimers());

  it("is a bar of requests on a terminal, which is gone at the end", async () => {
    const { result, text } = await shown(true, async (traffic) => {
      Object.assign(traffic, { asked: 316, settled: 120 });
      await new Promise((resolve) => setTimeout(resolve, 400));
      return "done";
    });
    expect(result).toBe("done");
    expect(text).toContain("120 of 316 requests");
  });

  it("is a line every twenty seconds elsewhere, and nothing for quick work", async () => {
    jest.useFakeTimers();
    const { text } = await shown(false, async (traffic) => {
      Object.assign(traffic, { asked: 316, settled: 120 });
      jest.advanceTimersByTime(45_000);
    });
    expect(text).toBe("acme: 120 of 316 requests.\nacme: 120 of 316 requests.\n");
  });

  it("ends with a failure of the work", async () => {
    await expect(shown(false, () => Promise.reject(new Error("No answer.")))).rejects.toThrow("No answer.");
  });
});
